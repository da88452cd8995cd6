import { studies, studyVersions } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { findStimulusSet } from "@/lib/services/set/find-stimulus-set";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import { newId, newSecret } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import { configurationDigest, type StudyConfiguration } from "@/lib/study/configuration";
import { configurationOf } from "@/lib/study/presets";
import type { StudyMode } from "@/lib/study/terms";
import type { StudyRow } from "./find-study";

/** What a new study begins with. */
export interface NewStudy {
  slug: string;
  /** Shown to staff; the slug where it is not given. */
  name?: string | undefined;
  /** Id or name of its stimulus set. */
  set: string;
  /** The first that fits the set where it is not given. */
  preset?: string | undefined;
  mode?: StudyMode | undefined;
  /** Drawn where it is not given. */
  seed?: string | undefined;
  /** Changes the preset's configuration before it is stored. */
  adjust?: ((configuration: StudyConfiguration) => StudyConfiguration) | undefined;
}

/** A new study, its configuration, and what of its preset the set could not give. */
export interface CreatedStudy {
  study: StudyRow;
  configuration: StudyConfiguration;
  notes: string[];
}

/**
 * Makes a study as a draft from a study preset.
 * @throws InputError for a bad or taken slug, an unknown preset or set
 */
export async function createStudy(wanted: NewStudy, actor: Actor): Promise<CreatedStudy> {
  const db = await database();
  const set = await findStimulusSet(wanted.set);
  const stimuli = await loadDesignStimuli(db, set.id);
  const preset = configurationOf(wanted.preset, { conditions: set.details.conditions, stimuli });
  const configuration = wanted.adjust?.(preset.configuration) ?? preset.configuration;
  const study = await withTransaction(db, (tx) =>
    insertStudy(tx, { ...wanted, setId: set.id, configuration, parentId: null }, actor),
  );
  return { study, configuration, notes: preset.notes };
}

/** A draft study with its configuration. */
export interface DraftStudy extends Pick<NewStudy, "slug" | "name" | "mode" | "seed"> {
  setId: string;
  parentId: string | null;
  configuration: StudyConfiguration;
}

/**
 * Stores a draft study with its first version.
 * @throws InputError for a bad or taken slug
 */
export async function insertStudy(
  tx: Database,
  draft: DraftStudy,
  actor: Actor,
): Promise<StudyRow> {
  checkSlug(draft.slug);
  const [study] = await tx
    .insert(studies)
    .values({
      id: newId("study"),
      slug: draft.slug,
      name: draft.name ?? draft.slug,
      mode: draft.mode ?? "live",
      seed: draft.seed ?? newSecret(),
      setId: draft.setId,
      parentId: draft.parentId,
      createdBy: actor.id,
    })
    .onConflictDoNothing({ target: studies.slug })
    .returning();
  if (!study)
    throw new InputError(`the slug ${draft.slug} is taken: expected a new one`, {
      code: "conflict",
      field: "slug",
    });
  await tx.insert(studyVersions).values({
    id: newId("studyVersion"),
    studyId: study.id,
    number: 1,
    ...digests(draft.configuration),
    createdBy: actor.id,
  });
  const after = { slug: study.slug, mode: study.mode, setId: study.setId };
  await recordAct(
    actor,
    { act: "study.create", objectKind: "study", objectId: study.id, after },
    tx,
  );
  return study;
}

/** A configuration with its digest and its plan's, as a version stores them. */
export function digests(configuration: StudyConfiguration) {
  return {
    configuration,
    configurationSha256: configurationDigest(configuration),
    planSha256: configurationDigest([configuration.plan, configuration.stop]),
  };
}

function checkSlug(slug: string): void {
  if (/^[a-z0-9](-?[a-z0-9])*$/.test(slug) && slug.length <= 60) return;
  throw new InputError(
    `expected a slug of at most 60 letters a-z, digits and single hyphens, got ${JSON.stringify(slug)}`,
    { field: "slug" },
  );
}
