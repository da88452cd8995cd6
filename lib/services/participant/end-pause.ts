import { applyEvent, withSession } from "@/lib/services/participant/session-context";
import { sessionView } from "@/lib/services/participant/session-view";
import type { Visit } from "@/lib/services/participant/study-context";
import type { PauseRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";

/** Goes on after the pause that was shown; for any other pause it changes nothing. */
export function endPause(visit: Visit, request: PauseRequest): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    await applyEvent(context, { kind: "pause ended", trial: request.number + 1 });
    return sessionView(context);
  });
}
