import { and, desc, eq } from "drizzle-orm";
import { studies, studyDimensions, studyVersions } from "@/db/schema/studies";
import { canonicalJson } from "@/lib/shared/canonical-json";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import {
  parseConfiguration,
  type StudyConfiguration,
  structureOf,
} from "@/lib/study/configuration";
import { type Database, database } from "./database";
import { type Actor, recordAct } from "./record-act";
import { digests } from "./studies/create-study";
import { currentVersion } from "./studies/find-study";

/**
 * Changes a study. A draft takes any valid configuration; after the launch only its words may
 * change, and a new version holds them, so that every session keeps what it was shown.
 * @param change gives the new configuration
 * @throws InputError where the result is no valid configuration, or changes a launched study's structure
 */
export async function editStudy(
  slug: string,
  change: (configuration: StudyConfiguration) => StudyConfiguration,
  actor: Actor,
  note = "",
): Promise<{ version: number }> {
  const db = await database();
  return db.transaction(async (tx) => {
    const [study] = await tx.select().from(studies).where(eq(studies.slug, slug)).for("update");
    if (!study) throw new InputError(`no study is called "${slug}"`);
    const current = await currentVersion(tx, study);
    const before = parseConfiguration(current.configuration);
    const after = parseConfiguration(change(structuredClone(before)));
    if (canonicalJson(before) === canonicalJson(after)) return { version: current.number };
    const edit = { before, after, note, actor, studyId: study.id };
    const version = study.launchedAt
      ? await correct(tx, edit)
      : await replaceDraft(tx, current.id, edit, current.number);
    const act = study.launchedAt ? "study.correct-text" : "study.edit";
    await recordAct(actor, { act, objectKind: "study", objectId: slug, before, after }, tx);
    return { version };
  });
}

interface Edit {
  before: StudyConfiguration;
  after: StudyConfiguration;
  note: string;
  actor: Actor;
  studyId: string;
}

async function replaceDraft(
  tx: Database,
  versionId: string,
  { after }: Edit,
  number: number,
): Promise<number> {
  await tx.update(studyVersions).set(digests(after)).where(eq(studyVersions.id, versionId));
  return number;
}

async function correct(
  tx: Database,
  { before, after, note, actor, studyId }: Edit,
): Promise<number> {
  if (canonicalJson(structureOf(before)) !== canonicalJson(structureOf(after))) {
    throw new InputError(
      "this study is launched: only wording can be corrected. Duplicate it to change anything else",
    );
  }
  const [last] = await tx
    .select({ number: studyVersions.number })
    .from(studyVersions)
    .where(eq(studyVersions.studyId, studyId))
    .orderBy(desc(studyVersions.number))
    .limit(1);
  const number = last!.number + 1;
  const id = newId("studyVersion");
  await tx.insert(studyVersions).values({
    id,
    studyId,
    number,
    change: "cosmetic",
    note,
    ...digests(after),
    createdBy: actor.id,
  });
  await tx.insert(studyDimensions).values(
    after.dimensions.map((dimension, index) => ({
      versionId: id,
      dimension: dimension.id,
      position: index + 1,
      low: dimension.low,
      high: dimension.high,
    })),
  );
  await tx
    .update(studyVersions)
    .set({ status: "frozen", frozenAt: new Date() })
    .where(and(eq(studyVersions.id, id), eq(studyVersions.status, "draft")));
  return number;
}
