import { checks } from "@/db/schema/sessions";
import type { Visit } from "@/lib/services/study/study-context";
import type { SoundRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { checkSeed, noteCount } from "@/lib/study/screening";
import { applyEvent, withSession } from "./session-context";
import { sessionView } from "./session-view";

/**
 * Compares the number of notes counted with the number played; a wrong one draws a new run. Sent
 * again later it changes nothing.
 */
export function checkSound(visit: Visit, request: SoundRequest): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    const { session, tx, now } = context;
    const { attempt, ...given } = request;
    if (session.state.kind === "sound" && session.state.misses + 1 === attempt) {
      const expected = noteCount(checkSeed(session.id, attempt));
      const passed = request.heard === expected;
      const detail = { expected, ...given };
      if (await applyEvent(context, { kind: passed ? "sound heard" : "sound missed" })) {
        session.device = request.device;
        await tx
          .insert(checks)
          .values({ sessionId: session.id, kind: "sound", attempt, passed, detail, takenAt: now });
      }
    }
    return sessionView(context);
  });
}
