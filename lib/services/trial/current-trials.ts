import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { stimuli } from "@/db/schema/stimuli";
import { clipTokens, trials } from "@/db/schema/trials";
import type { SessionContext } from "@/lib/services/session/session-context";
import type { ClipView } from "@/lib/study/participant-view";
import { clipUrl } from "./clip-tokens";

/** The part of a session that a trial belongs to: positions are counted in each by itself. */
export type Part = "practice" | "trial";

/** A trial with its clip as the participant may know it. */
export interface TrialAtHand {
  id: string;
  position: number;
  clip: ClipView;
}

/** Trials of a session by part and position. */
export async function trialsAt(
  { tx, session }: Pick<SessionContext, "tx" | "session">,
  part: Part,
  positions: readonly number[],
): Promise<TrialAtHand[]> {
  const rows = await tx
    .select({
      id: trials.id,
      position: trials.position,
      token: clipTokens.token,
      durationMs: stimuli.durationMs,
    })
    .from(trials)
    .innerJoin(clipTokens, eq(clipTokens.trialId, trials.id))
    .innerJoin(stimuli, and(eq(stimuli.setId, trials.setId), eq(stimuli.id, trials.stimulusId)))
    .where(
      and(
        eq(trials.sessionId, session.id),
        inArray(trials.position, [...positions]),
        part === "practice" ? eq(trials.kind, "practice") : ne(trials.kind, "practice"),
      ),
    );
  return rows
    .sort((a, b) => a.position - b.position)
    .map(({ id, position, token, durationMs }) => ({
      id,
      position,
      clip: { url: clipUrl(token), durationMs },
    }));
}

/** Notes when a trial was first shown: the time that its clip must take counts from then. */
export async function noteShown({ tx, now }: SessionContext, trialId: string): Promise<void> {
  await tx
    .update(trials)
    .set({ shownAt: now })
    .where(and(eq(trials.id, trialId), isNull(trials.shownAt)));
}
