import { checks } from "@/db/schema/sessions";
import type { Visit } from "@/lib/services/study/study-context";
import type { HeadphonesRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { checkSeed, rightCount, rightIntervals } from "@/lib/study/screening";
import { applyEvent, withSession } from "./session-context";
import { sessionView } from "./session-view";

/** Judges one whole attempt at the headphone screen; sent again later it changes nothing. */
export function checkHeadphones(
  visit: Visit,
  request: HeadphonesRequest,
): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    const { session, tx, now, version } = context;
    const screen = version.configuration.checks.headphones;
    const { attempt } = request;
    if (screen && session.state.kind === "headphones" && session.state.attempt === attempt) {
      const right = rightIntervals(screen.kind, checkSeed(session.id, attempt));
      const score = rightCount(right, request.answers);
      const passed = score >= screen.passAt;
      const detail = { right, answers: request.answers, score };
      if (await applyEvent(context, { kind: passed ? "screen passed" : "screen failed" })) {
        await tx.insert(checks).values({
          sessionId: session.id,
          kind: screen.kind,
          attempt,
          passed,
          detail,
          takenAt: now,
        });
      }
    }
    return sessionView(context);
  });
}
