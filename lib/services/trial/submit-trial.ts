import { and, eq, ne } from "drizzle-orm";
import { stimuli } from "@/db/schema/stimuli";
import { clipTokens, ratings, receipts, trials } from "@/db/schema/trials";
import {
  applyEvent,
  type SessionContext,
  withSession,
} from "@/lib/services/session/session-context";
import { sessionView } from "@/lib/services/session/session-view";
import type { Visit } from "@/lib/services/study/study-context";
import { newId } from "@/lib/shared/ids";
import { heardCoverage, notHeard } from "@/lib/study/listening-receipt";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { RatingBody, TrialAnswer, TrialRequest } from "@/lib/study/participant-requests";
import { ratingProblem } from "@/lib/study/rating-rules";

/**
 * Stores the ratings of a trial, or that its clip was passed over. The answer comes after the
 * commit. The first stored values win: the same ones again are "already" there, others a "conflict".
 * @throws ParticipantRefusal with the reason, and nothing stored
 */
export function submitTrial(visit: Visit, request: TrialRequest): Promise<TrialAnswer> {
  return withSession(visit, async (context) => {
    const trial = await ownTrial(context, request.trial);
    const status = trial.status === "pending" ? await store(context, trial, request) : null;
    const stored = await storedRatings(context, trial.id);
    return {
      status: status ?? (sameAsStored(trial, request, stored) ? "already" : "conflict"),
      trial: trial.id,
      ratings: stored,
      view: await sessionView(context),
    };
  });
}

type TrialFacts = Awaited<ReturnType<typeof ownTrial>>;

async function ownTrial({ tx, session }: SessionContext, trialId: string) {
  if (session.status === "withdrawn")
    throw new ParticipantRefusal("withdrawn", "this session was withdrawn");
  const [trial] = await tx
    .select({
      id: trials.id,
      kind: trials.kind,
      position: trials.position,
      status: trials.status,
      shownAt: trials.shownAt,
      servedAt: clipTokens.servedAt,
      durationMs: stimuli.durationMs,
    })
    .from(trials)
    .innerJoin(clipTokens, eq(clipTokens.trialId, trials.id))
    .innerJoin(stimuli, and(eq(stimuli.setId, trials.setId), eq(stimuli.id, trials.stimulusId)))
    .where(and(eq(trials.id, trialId), eq(trials.sessionId, session.id)));
  if (!trial)
    throw new ParticipantRefusal("not this trial", "the trial does not belong to this session");
  return trial;
}

async function store(
  context: SessionContext,
  trial: TrialFacts,
  request: TrialRequest,
): Promise<"stored"> {
  const part = trial.kind === "practice" ? "practice" : "trial";
  const { state } = context.session;
  if (
    context.session.status !== "active" ||
    state.kind !== part ||
    state.trial !== trial.position
  ) {
    throw new ParticipantRefusal("not this trial", "the session does not stand at this trial");
  }
  const { outcome } = request;
  if (outcome.kind === "rated") await storeRatings(context, trial, request, outcome.ratings);
  const status = outcome.kind;
  const skipReason = outcome.kind === "skipped" ? `${outcome.reason}: ${outcome.detail}` : null;
  await context.tx
    .update(trials)
    .set({ status, skipReason, comment: request.comment, ratedAt: context.now })
    .where(eq(trials.id, trial.id));
  await storeReceipt(context, trial, request);
  const rated = await ratedTrials(context);
  await applyEvent(context, { kind: "trial finished", part, trial: trial.position, rated });
  return "stored";
}

async function ratedTrials({ tx, session }: SessionContext): Promise<number> {
  const own = and(
    eq(trials.sessionId, session.id),
    eq(trials.status, "rated"),
    ne(trials.kind, "practice"),
  );
  return tx.$count(trials, own);
}

async function storeRatings(
  context: SessionContext,
  trial: TrialFacts,
  request: TrialRequest,
  given: readonly RatingBody[],
): Promise<void> {
  const { configuration } = context.version;
  const problem = ratingProblem(configuration.dimensions, given);
  if (problem) throw new ParticipantRefusal(problem.reason, problem.message);
  const unheard = notHeard({
    receipt: request.receipt,
    durationMs: trial.durationMs,
    coverage: configuration.listening.coverage,
    serverMs: serverTime(context, trial),
    shownMs: trial.shownAt ? context.now.getTime() - trial.shownAt.getTime() : 0,
    late: request.late,
  });
  if (unheard) throw new ParticipantRefusal("not heard yet", unheard);
  await context.tx.insert(ratings).values(
    given.map(({ dimension, value, key }) => ({
      id: newId("rating"),
      trialId: trial.id,
      dimension,
      value,
      clientKey: key,
      receivedAt: context.now,
    })),
  );
}

/** Milliseconds since the clip was served or the trial shown, whichever came later. */
function serverTime({ now }: SessionContext, trial: TrialFacts): number | null {
  if (!trial.servedAt || !trial.shownAt) return null;
  return now.getTime() - Math.max(trial.servedAt.getTime(), trial.shownAt.getTime());
}

async function storeReceipt(
  context: SessionContext,
  trial: TrialFacts,
  { receipt, late }: TrialRequest,
): Promise<void> {
  await context.tx.insert(receipts).values({
    ...receipt,
    trialId: trial.id,
    coverage: heardCoverage(receipt.ranges, trial.durationMs),
    serverMs: serverTime(context, trial) ?? 0,
    late,
    receivedAt: context.now,
  });
}

async function storedRatings(
  { tx }: SessionContext,
  trialId: string,
): Promise<Record<string, number>> {
  const rows = await tx
    .select({ dimension: ratings.dimension, value: ratings.value })
    .from(ratings)
    .where(eq(ratings.trialId, trialId));
  return Object.fromEntries(rows.map((row) => [row.dimension, row.value]));
}

function sameAsStored(
  trial: TrialFacts,
  { outcome }: TrialRequest,
  stored: Readonly<Record<string, number>>,
): boolean {
  if (outcome.kind === "skipped") return trial.status === "skipped";
  return (
    trial.status === "rated" &&
    outcome.ratings.length === Object.keys(stored).length &&
    outcome.ratings.every(({ dimension, value }) => stored[dimension] === value)
  );
}
