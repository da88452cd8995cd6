import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { importStimulusSet } from "@/lib/services/set/import-stimulus-set";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { createStudy, type NewStudy } from "@/lib/services/study/create-study";
import type { StudyRow } from "@/lib/services/study/find-study";
import { launchStudy } from "@/lib/services/study/launch-study";
import { type TinySet, tinySetFolder } from "@/tests/factories/tiny-set";

/** Renders, imports and publishes a tiny set; its id. */
export async function makeTinySet(options: TinySet = {}): Promise<string> {
  const id = await importTinySet(options);
  await publishStimulusSet(id, CLI_ACTOR);
  return id;
}

/** Renders and imports a tiny set as a draft; its id. */
export async function importTinySet(options: TinySet = {}): Promise<string> {
  return (await importStimulusSet(await tinySetFolder(options))).id;
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
