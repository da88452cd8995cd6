import type { Visit } from "@/lib/services/study/study-context";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { ParticipantView } from "@/lib/study/participant-view";
import { withSession } from "./session-context";
import { sessionView } from "./session-view";

/**
 * The last page, which a browser shows and leaves by only after this answer.
 * @throws ParticipantRefusal "incomplete" while a trial or the questions are still to come
 */
export function finishSession(visit: Visit): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    const { state } = context.session;
    if (state.kind !== "done") {
      const at = "trial" in state ? `${state.kind} ${state.trial}` : state.kind;
      throw new ParticipantRefusal(
        "incomplete",
        `expected everything stored, the session stands at ${at}`,
      );
    }
    return sessionView(context);
  });
}
