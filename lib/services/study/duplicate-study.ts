import type { Actor } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import type { StudyConfiguration } from "@/lib/study/configuration";
import type { StudyMode } from "@/lib/study/terms";
import { insertStudy } from "./create-study";
import { currentVersion, findStudy, type StudyRow } from "./find-study";

/** How a duplicate differs from its study. */
export interface Duplicate {
  slug: string;
  name?: string | undefined;
  mode?: StudyMode | undefined;
  /** A new one is drawn where it is not given: equal seeds would give equal orders. */
  seed?: string | undefined;
  adjust?: ((configuration: StudyConfiguration) => StudyConfiguration) | undefined;
}

/**
 * Makes a draft with another study's set and configuration: the way to change anything but words
 * after a launch.
 * @throws InputError for an unknown study, or a bad or taken slug
 */
export async function duplicateStudy(
  slug: string,
  wanted: Duplicate,
  actor: Actor,
): Promise<StudyRow> {
  const db = await database();
  const study = await findStudy(slug);
  const { configuration } = await currentVersion(db, study);
  return withTransaction(db, (tx) =>
    insertStudy(
      tx,
      {
        slug: wanted.slug,
        name: wanted.name ?? study.name,
        mode: wanted.mode ?? study.mode,
        seed: wanted.seed,
        setId: study.setId,
        parentId: study.id,
        configuration: wanted.adjust?.(configuration) ?? configuration,
      },
      actor,
    ),
  );
}
