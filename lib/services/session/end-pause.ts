import type { Visit } from "@/lib/services/study/study-context";
import type { PauseRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { applyEvent, withSession } from "./session-context";
import { sessionView } from "./session-view";

/** Goes on after the pause that was shown; for any other pause it changes nothing. */
export function endPause(visit: Visit, request: PauseRequest): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    await applyEvent(context, { kind: "pause ended", trial: request.number + 1 });
    return sessionView(context);
  });
}
