import type { Visit } from "@/lib/services/study/study-context";
import type { HeartbeatAnswer } from "@/lib/study/participant-requests";
import { withSession } from "./session-context";
import { sessionView } from "./session-view";

/** Keeps a session's slot, and tells the page where the server believes it to be. */
export function noteHeartbeat(visit: Visit): Promise<HeartbeatAnswer> {
  return withSession(visit, async (context) => {
    const view = await sessionView(context);
    return { page: view.page, trial: "trial" in view ? view.trial : null };
  });
}
