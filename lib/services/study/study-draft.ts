import { and, desc, eq, notInArray } from "drizzle-orm";
import { studies, studyDrafts, studyVersions } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { isDraftConfiguration, problemsOf } from "@/lib/study/editing/problems";
import { digests } from "./create-study";
import { currentVersion, findStudy } from "./find-study";

/** Saves of one person within this time of the first are one step of the history. */
const STEP_MS = 60_000;
/** Steps of a draft's history that are kept. */
const STEPS_KEPT = 100;

/** A saved state of a draft; its values may not be valid yet. */
export interface StudyDraft {
  /** Grows with every save; 0 is the state in which the study was made. */
  number: number;
  content: StudyConfiguration;
  savedByName: string;
  savedAt: Date;
}

/**
 * The newest state of a draft, or an earlier one; the version as it was made where nobody has saved yet.
 * @throws InputError where there is no such study or state
 */
export async function loadDraft(slug: string, step?: number): Promise<StudyDraft> {
  const db = await database();
  const study = await findStudy(slug);
  if (step !== undefined) {
    const here = and(eq(studyDrafts.studyId, study.id), eq(studyDrafts.number, step));
    const [found] = await db.select().from(studyDrafts).where(here);
    if (!found)
      throw new InputError(`expected a state of ${slug}'s history, got ${step}`, {
        code: "not found",
      });
    return found;
  }
  if (study.launchedAt) {
    const { configuration, frozenAt, createdAt } = await currentVersion(db, study);
    return { number: 0, content: configuration, savedByName: "", savedAt: frozenAt ?? createdAt };
  }
  const newest = await newestDraft(db, study.id);
  if (newest) return newest;
  const { configuration, createdAt } = await currentVersion(db, study);
  return { number: 0, content: configuration, savedByName: "", savedAt: createdAt };
}

/** The steps of a draft's history, the newest first. */
export async function draftHistory(studyId: string): Promise<Omit<StudyDraft, "content">[]> {
  const { number, savedByName, savedAt } = studyDrafts;
  return (await database())
    .select({ number, savedByName, savedAt })
    .from(studyDrafts)
    .where(eq(studyDrafts.studyId, studyId))
    .orderBy(desc(number));
}

/**
 * Saves a draft as it stands, valid or not. Its version follows as soon as every value is valid.
 * @param change.from number of the state that was edited: a newer one of somebody else is never overwritten
 * @returns the number of the state that is stored now
 * @throws InputError (conflict) where somebody has saved since, for a launched study, or where parts of the configuration are missing
 */
export async function saveDraft(
  slug: string,
  change: { from: number; content: unknown },
  actor: Actor,
): Promise<number> {
  const { content, from } = change;
  if (!isDraftConfiguration(content))
    throw new InputError(`expected a whole configuration: ${placed(problemsOf(content))}`);
  const db = await database();
  return db.transaction(async (tx) => {
    const found = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, found.id)).for("update");
    if (study!.launchedAt)
      throw new InputError(`expected a draft, ${slug} is launched: only wording can be corrected`);
    const newest = await newestDraft(tx, study!.id);
    if (newest && newest.number !== from) {
      const who = newest.savedByName || "somebody";
      throw new InputError(`${who} has changed this draft since you opened it`, {
        code: "conflict",
      });
    }
    return storeDraft(tx, study!.id, content, actor);
  });
}

/**
 * Stores a draft's next state inside a transaction that holds the study.
 * @returns its number
 */
export async function storeDraft(
  tx: Database,
  studyId: string,
  content: StudyConfiguration,
  actor: Actor,
): Promise<number> {
  const newest = (await newestDraft(tx, studyId)) ?? (await keepBeginning(tx, studyId));
  const number = newest.number + 1;
  const continues = newest.savedBy === actor.id && Date.now() - newest.begunAt.getTime() < STEP_MS;
  const state = { number, content, savedAt: new Date() };
  if (continues) {
    const here = and(eq(studyDrafts.studyId, studyId), eq(studyDrafts.number, newest.number));
    await tx.update(studyDrafts).set(state).where(here);
  } else {
    const by = { savedBy: actor.id, savedByName: actor.name };
    await tx.insert(studyDrafts).values({ studyId, ...by, ...state });
    await recordAct(
      actor,
      {
        act: "study.draft",
        objectKind: "study",
        objectId: studyId,
        before: { draft: newest.number },
        after: { draft: number },
      },
      tx,
    );
    await forgetOldSteps(tx, studyId);
  }
  if (problemsOf(content).length === 0) {
    const draft = and(eq(studyVersions.studyId, studyId), eq(studyVersions.status, "draft"));
    await tx.update(studyVersions).set(digests(content)).where(draft);
  }
  return number;
}

/**
 * A draft whose last state is not valid is not launched as its last valid one.
 * @throws InputError that names the values
 */
export async function assertDraftValid(db: Database, study: { id: string; slug: string }) {
  const problems = await draftProblems(db, study.id);
  if (problems.length === 0) return;
  throw new InputError(`${study.slug} cannot be launched: ${problems.join("; ")}`);
}

/** Values of a draft's last state that must be put right, each with its place. */
export async function draftProblems(db: Database, studyId: string): Promise<string[]> {
  const newest = await newestDraft(db, studyId);
  const problems = newest ? problemsOf(newest.content) : [];
  return problems.map(({ place, message }) => `${place}: ${message}`);
}

function placed(problems: readonly { place: string; message: string }[]): string {
  return problems.map(({ place, message }) => `${place || "whole"}: ${message}`).join("; ");
}

async function newestDraft(db: Database, studyId: string) {
  const [newest] = await db
    .select()
    .from(studyDrafts)
    .where(eq(studyDrafts.studyId, studyId))
    .orderBy(desc(studyDrafts.number))
    .limit(1);
  return newest ?? null;
}

/** The state in which the study was made is the first step of its history. */
async function keepBeginning(tx: Database, studyId: string) {
  const [version] = await tx
    .select()
    .from(studyVersions)
    .where(and(eq(studyVersions.studyId, studyId), eq(studyVersions.status, "draft")));
  const { configuration: content, createdAt } = version!;
  const times = { begunAt: createdAt, savedAt: createdAt };
  const first = { studyId, number: 0, content, savedBy: null, savedByName: "", ...times };
  await tx.insert(studyDrafts).values(first);
  return first;
}

async function forgetOldSteps(tx: Database, studyId: string): Promise<void> {
  const kept = await tx
    .select({ number: studyDrafts.number })
    .from(studyDrafts)
    .where(eq(studyDrafts.studyId, studyId))
    .orderBy(desc(studyDrafts.number))
    .limit(STEPS_KEPT);
  const numbers = kept.map(({ number }) => number);
  await tx
    .delete(studyDrafts)
    .where(and(eq(studyDrafts.studyId, studyId), notInArray(studyDrafts.number, numbers)));
}
