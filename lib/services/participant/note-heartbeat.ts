import { withSession } from "@/lib/services/participant/session-context";
import { sessionView } from "@/lib/services/participant/session-view";
import type { Visit } from "@/lib/services/participant/study-context";
import type { HeartbeatAnswer } from "@/lib/study/participant-requests";

/** Keeps a session's slot, and tells the page where the server believes it to be. */
export function noteHeartbeat(visit: Visit): Promise<HeartbeatAnswer> {
  return withSession(visit, async (context) => {
    const view = await sessionView(context);
    return { page: view.page, trial: "trial" in view ? view.trial : null };
  });
}
