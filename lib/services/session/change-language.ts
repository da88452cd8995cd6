import type { Visit } from "@/lib/services/study/study-context";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { LanguageRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { withSession } from "./session-context";
import { sessionView } from "./session-view";

/**
 * Shows a session in another of the study's languages from now on.
 * @throws ParticipantRefusal "invalid" where the study has no such language
 */
export function changeLanguage(visit: Visit, request: LanguageRequest): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    const { languages } = context.version.configuration;
    if (!languages.includes(request.language)) {
      throw new ParticipantRefusal(
        "invalid",
        `expected one of ${languages.join(", ")}, got ${request.language}`,
      );
    }
    context.session.language = request.language;
    return sessionView(context);
  });
}
