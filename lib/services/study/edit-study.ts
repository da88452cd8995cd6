import { eq } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { canonicalJson } from "@/lib/shared/canonical-json";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import {
  parseConfiguration,
  type StudyConfiguration,
  structureOf,
} from "@/lib/study/configuration";
import { digests } from "./create-study";
import { currentVersion, findStudy, type VersionRow } from "./find-study";
import { freezeVersion } from "./launch-study";
import { storeDraft } from "./study-draft";

/** What is noted with the new words of a launched study. */
export interface Correction {
  /** Whether the words could change how people rate. */
  change: "cosmetic" | "substantive";
  /** Why. */
  note: string;
}

/**
 * Changes a study. A draft takes any valid configuration; after the launch only its words may
 * change: version n + 1 holds them, sessions that have begun keep theirs, slots and quota carry on.
 * @param change gives the new configuration, which is checked here
 * @returns the version that new sessions get; the one before where nothing changed
 * @throws InputError where the result is no valid configuration, or changes a launched study's structure
 */
export async function editStudy(
  slug: string,
  change: (configuration: StudyConfiguration) => unknown,
  actor: Actor,
  correction: Correction = { change: "cosmetic", note: "" },
): Promise<{ version: number }> {
  const db = await database();
  return withTransaction(db, async (tx) => {
    const { id } = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
    const current = await currentVersion(tx, study!);
    const before = parseConfiguration(current.configuration);
    const after = parseConfiguration(change(structuredClone(before)));
    if (canonicalJson(before) === canonicalJson(after)) return { version: current.number };
    const launched = study!.launchedAt !== null;
    const version = launched
      ? await addVersion(tx, current, { before, after, correction, actor })
      : await replaceDraft(tx, current, after, actor);
    const act = launched ? "study.correct-text" : "study.edit";
    await recordAct(actor, { act, objectKind: "study", objectId: slug, before, after }, tx);
    return { version };
  });
}

async function replaceDraft(
  tx: Database,
  { studyId, number }: VersionRow,
  after: StudyConfiguration,
  actor: Actor,
): Promise<number> {
  await storeDraft(tx, studyId, after, actor);
  return number;
}

async function addVersion(
  tx: Database,
  current: VersionRow,
  edit: {
    before: StudyConfiguration;
    after: StudyConfiguration;
    correction: Correction;
    actor: Actor;
  },
): Promise<number> {
  const { before, after, correction, actor } = edit;
  if (canonicalJson(structureOf(before)) !== canonicalJson(structureOf(after))) {
    throw new InputError(
      "this study is launched: only wording can be corrected. Duplicate it to change anything else",
      { code: "conflict" },
    );
  }
  const row = {
    id: newId("studyVersion"),
    studyId: current.studyId,
    number: current.number + 1,
    ...correction,
    ...digests(after),
    createdBy: actor.id,
  };
  await tx.insert(studyVersions).values(row);
  await freezeVersion(tx, row, after);
  return row.number;
}
