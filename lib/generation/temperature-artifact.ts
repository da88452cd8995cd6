import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { TEMPERATURE_RULE, TEMPERATURE_RULE_ID } from "@/lib/generation/temperature";
import { InputError } from "@/lib/shared/invariant";

const FOLDER = fileURLToPath(new URL("../../artifacts", import.meta.url));

const schema = z.strictObject({
  format: z.literal(1),
  /** The rule that chose; older files hold its sentence. */
  rule: z.preprocess(
    (rule) => (rule === TEMPERATURE_RULE ? TEMPERATURE_RULE_ID : rule),
    z.literal(TEMPERATURE_RULE_ID),
  ),
  corpus: z.string().min(1),
  /** Digest of each model's weights: the choice holds for these. */
  checkpoints: z.record(z.string(), z.string()),
  seed: z.int(),
  backend: z.string().min(1),
  /** Distance from the human excerpts and mean description at each temperature. */
  tried: z.array(
    z.strictObject({
      temperature: z.number(),
      distance: z.number(),
      description: z.record(z.string(), z.number()),
    }),
  ),
  human: z.record(z.string(), z.number()),
  chosen: z.number(),
});

/** A temperature choice, with what it rests on. */
export type TemperatureChoice = z.infer<typeof schema>;

/** Where the choice for a group of models lies, for example artifacts/temperature-bach.json. */
export function temperatureFile(corpus: string, folder = FOLDER): string {
  return path.join(folder, `temperature-${corpus}.json`);
}

/** The recorded choice of a corpus, or null. @throws InputError naming what is wrong in the file */
export function readTemperature(corpus: string, folder = FOLDER): TemperatureChoice | null {
  const file = temperatureFile(corpus, folder);
  if (!fs.existsSync(file)) return null;
  const result = schema.safeParse(JSON.parse(fs.readFileSync(file, "utf8")));
  if (result.success) return result.data;
  const first = result.error.issues[0]!;
  throw new InputError(`${file}: ${first.path.join(".")}: ${first.message}`);
}

/** Records a choice. */
export function writeTemperature(choice: TemperatureChoice): void {
  fs.mkdirSync(FOLDER, { recursive: true });
  fs.writeFileSync(
    temperatureFile(choice.corpus),
    `${JSON.stringify(schema.parse(choice), null, 1)}\n`,
  );
}

/**
 * The temperature that the rule chose for these very weights.
 * @throws InputError when none is recorded, or it was chosen for other weights
 */
export function chosenTemperature(corpus: string, checkpoints: Record<string, string>): number {
  const choice = readTemperature(corpus);
  const again = `run "study temperature --corpus ${corpus}", or give --temperature`;
  if (!choice) throw new InputError(`temperature: no choice is recorded for ${corpus}: ${again}`);
  const stale = Object.keys(choice.checkpoints).find(
    (model) => checkpoints[model] && checkpoints[model] !== choice.checkpoints[model],
  );
  if (stale)
    throw new InputError(`temperature: it was chosen for other weights of ${stale}: ${again}`);
  return choice.chosen;
}
