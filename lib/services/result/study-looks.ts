import { eq } from "drizzle-orm";
import { accountHolders } from "@/db/schema/staff";
import { studyLooks } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { firstOf } from "@/lib/services/sql-terms";
import { type StudyFacts, studyFacts } from "@/lib/services/study/study-facts";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";

/** A logged look at results before the stop rule was met. */
export interface Look {
  id: string;
  who: string;
  lookedBy: string | null;
  reason: string;
  completed: number;
  lookedAt: Date;
}

/** Whether someone may see condition means now, and what must be stamped on them. */
export interface LookState {
  open: boolean;
  stamps: string[];
  looks: Look[];
}

/** A look lasts this long for the one who took it; then it has to be taken, and logged, again. */
const LOOK_MINUTES = 60;

/** The state of a study's results for one account holder. */
export async function lookState(
  facts: StudyFacts,
  holderId: string,
  now = new Date(),
): Promise<LookState> {
  const db = await database();
  const { id, lookedBy, reason, completed, lookedAt } = studyLooks;
  const who = firstOf<string>(accountHolders.name, lookedBy, "somebody");
  const looks: Look[] = await db
    .select({ id, who, lookedBy, reason, completed, lookedAt })
    .from(studyLooks)
    .leftJoin(accountHolders, eq(accountHolders.id, lookedBy))
    .where(eq(studyLooks.studyId, facts.id))
    .orderBy(lookedAt);
  const since = now.getTime() - LOOK_MINUTES * 60_000;
  const mine = looks.some((look) => look.lookedBy === holderId && look.lookedAt.getTime() > since);
  return { open: facts.stopRuleMet || mine, stamps: stampsOf(facts, looks), looks };
}

/** What figures and exports of a study must say: looks before the stop rule, and its unblinding. */
export function stampsOf(facts: StudyFacts, looks: readonly Look[]): string[] {
  const day = (moment: Date) => `${moment.toISOString().slice(0, 10)} UTC`;
  const early = looks.length === 1 ? "1 look" : `${looks.length} looks`;
  return [
    ...(facts.stopRuleMet
      ? []
      : [
          `Interim look: ${facts.completed} of ${facts.target} completed, the stop rule is not met.`,
        ]),
    ...(looks.length > 0
      ? [
          `Results were seen before the stop rule was met (${early}, first on ${day(looks[0]!.lookedAt)}).`,
        ]
      : []),
    ...(facts.unblindedAt && facts.mode === "live"
      ? [`Unblinded on ${day(facts.unblindedAt)}.`]
      : []),
  ];
}

/** Logs a look. @throws InputError without a reason */
export async function takeLook(facts: StudyFacts, actor: Actor, reason: string): Promise<void> {
  const said = reason.trim();
  if (said.length < 3) throw new InputError("reason: expected a few words", { field: "reason" });
  const db = await database();
  await withTransaction(db, async (tx) => {
    const id = newId("look");
    await tx.insert(studyLooks).values({
      id,
      studyId: facts.id,
      lookedBy: actor.id,
      reason: said,
      completed: facts.completed,
    });
    const after = { reason: said, completed: facts.completed };
    await recordAct(
      actor,
      { act: "study.look", objectKind: "study", objectId: facts.slug, after },
      tx,
    );
  });
}

/**
 * A study's facts under the conditions' own names, for commands that show its results: before the
 * stop rule is met only with a reason, which is logged as a look.
 * @returns the facts and what must be stamped on what is shown
 * @throws InputError where results are closed and no reason is given
 */
export async function openResults(
  slug: string,
  actor: Actor,
  reason?: string,
): Promise<{ facts: StudyFacts; stamps: string[] }> {
  const facts = await studyFacts(slug, { names: true });
  if (reason !== undefined && !facts.stopRuleMet) await takeLook(facts, actor, reason);
  const { open, stamps } = await lookState(facts, actor.id);
  if (!open) {
    throw new InputError(
      `results of ${slug} open when the stop rule is met (${facts.completed} of ${facts.target} completed); --look "REASON" logs an earlier look`,
    );
  }
  return { facts, stamps };
}
