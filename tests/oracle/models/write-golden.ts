/**
 * Writes tests/golden/models: `layers.json` (single layers) and `forward.json` (what each
 * architecture gives for two fixed windows and fixed weights), both computed in float64.
 * Run it with `npx tsx tests/oracle/models/write-golden.ts`.
 */
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { goldenForward } from "@/tests/oracle/models/golden-forward";
import { goldenLayers } from "@/tests/oracle/models/golden-layers";

const folder = fileURLToPath(new URL("../../golden/models/", import.meta.url));
const files = { "layers.json": goldenLayers(), "forward.json": goldenForward() };
for (const [name, content] of Object.entries(files)) {
  fs.writeFileSync(`${folder}${name}`, `${JSON.stringify(content, null, 1)}\n`);
  process.stdout.write(`${name}: ${Object.keys(content).length} entries\n`);
}
