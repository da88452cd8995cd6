// `npm run speech`: makes the spoken instructions of catch trials again with eSpeak NG (Debian's
// package espeak-ng, version 1.51), and writes their digests. Needed only when a sentence changes.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { readInstructions, SPEECH_FOLDER } from "@/lib/generation/spoken-clips";
import { sha256Hex } from "@/lib/shared/canonical-json";

/** Words a minute; speaking slower than its default of 175 makes a strange voice easier to follow. */
const SPEED = "145";

const instructions = readInstructions().map((instruction) => {
  const file = path.join(SPEECH_FOLDER, instruction.file);
  const { voice, said } = instruction;
  const made = spawnSync("espeak-ng", ["-v", voice, "-s", SPEED, "-w", file, said], {
    encoding: "utf8",
  });
  if (made.status !== 0) {
    throw new Error(`expected espeak-ng to speak, got ${made.error?.message ?? made.stderr}`);
  }
  const bytes = fs.readFileSync(file);
  console.log(`${instruction.file}: ${bytes.length} bytes`);
  return { ...instruction, sha256: sha256Hex(bytes) };
});
const table = path.join(SPEECH_FOLDER, "instructions.json");
fs.writeFileSync(table, `${JSON.stringify(instructions, null, 2)}\n`);
