import { consents } from "@/db/schema/sessions";
import type { Visit } from "@/lib/services/study/study-context";
import { newId } from "@/lib/shared/ids";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { ConsentRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import type { SessionEvent } from "@/lib/study/session-state";
import { consentView } from "@/lib/study/view-texts";
import { applyEvent, type SessionContext, withSession } from "./session-context";
import { sessionView } from "./session-view";

/**
 * Stores what was agreed to, word for word, and goes on; a refusal ends the session and frees its
 * slot. Sent again later it changes nothing.
 * @throws ParticipantRefusal "invalid" where the text shown was another one
 */
export function giveConsent(visit: Visit, request: ConsentRequest): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    if (context.session.state.kind === "consent") await decide(context, request);
    return sessionView(context);
  });
}

async function decide(context: SessionContext, request: ConsentRequest): Promise<void> {
  const { session, version, now, tx } = context;
  const shown = consentView(version.configuration, session.language);
  if (request.version !== shown.version) {
    throw new ParticipantRefusal(
      "invalid",
      "the consent text has changed since it was shown: read it again",
    );
  }
  if (!(await applyEvent(context, eventOf(request, shown.minimumAge)))) return;
  const { version: textSha256, ...text } = shown;
  await tx.insert(consents).values({
    id: newId("consent"),
    sessionId: session.id,
    textSha256,
    shown: text,
    agreed: request.agree,
    ageConfirmed: request.ageConfirmed,
    givenAt: now,
  });
}

function eventOf(request: ConsentRequest, minimumAge: number | null): SessionEvent {
  if (!request.agree) return { kind: "declined" };
  if (minimumAge !== null && !request.ageConfirmed) return { kind: "under age" };
  return { kind: "consented" };
}
