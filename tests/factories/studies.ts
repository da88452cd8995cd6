import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { CLI_ACTOR } from "@/lib/services/record-act";
import { importStimulusSet } from "@/lib/services/stimuli/import-stimulus-set";
import { publishStimulusSet } from "@/lib/services/stimuli/publish-stimulus-set";
import { createStudy, type NewStudy } from "@/lib/services/studies/create-study";
import type { StudyRow } from "@/lib/services/studies/find-study";
import { launchStudy } from "@/lib/services/studies/launch-study";
import { type TinySet, writeTinySet } from "@/tests/factories/tiny-set";

/** Renders, imports and publishes a tiny set; its id. */
export async function makeTinySet(options: TinySet = {}): Promise<string> {
  const id = await importTinySet(options);
  await publishStimulusSet(id, CLI_ACTOR);
  return id;
}

/** Renders and imports a tiny set as a draft; its id. */
export async function importTinySet(options: TinySet = {}): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "tiny-set-"));
  try {
    await writeTinySet(folder, options);
    return (await importStimulusSet(folder)).id;
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}

/** Creates and launches a study over a published set. */
export async function makeStudy(
  set: string,
  options: Partial<NewStudy> & { slug: string },
): Promise<StudyRow> {
  await createStudy(
    { set, preset: "paper", seed: `seed of ${options.slug}`, ...options },
    CLI_ACTOR,
  );
  return launchStudy(options.slug, CLI_ACTOR);
}
