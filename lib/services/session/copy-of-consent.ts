import { eq } from "drizzle-orm";
import { consents } from "@/db/schema/sessions";
import type { Visit } from "@/lib/services/study/study-context";
import { inLanguage } from "@/lib/study/local-text";
import type { ConsentView } from "@/lib/study/participant-view";
import { consentView } from "@/lib/study/view-texts";
import { withSession } from "./session-context";

/** What a participant may take away of the consent form. */
export interface ConsentCopy {
  /** Title of the study. */
  title: string;
  /** The language that it was read in. */
  language: string;
  /** The text word for word, `version` its SHA-256. */
  text: ConsentView;
  /** What was chosen, and when; null as long as nothing was. */
  choice: { agreed: boolean; ageConfirmed: boolean; at: Date } | null;
}

/**
 * What this participant agreed to or refused, as it was shown then; before that, what is shown now.
 * @throws ParticipantRefusal "no session" where the cookie belongs to none of this study
 */
export function copyOfConsent(visit: Visit): Promise<ConsentCopy> {
  return withSession(visit, async ({ tx, session, version }) => {
    const { configuration } = version;
    const [row] = await tx.select().from(consents).where(eq(consents.sessionId, session.id));
    // The language may have been changed since: its text tells which one was read.
    const read = configuration.languages.find(
      (language) => consentView(configuration, language).version === row?.textSha256,
    );
    const language = read ?? session.language;
    const title = inLanguage(configuration.texts.title, language);
    if (!row) return { title, language, text: consentView(configuration, language), choice: null };
    const shown = row.shown as Omit<ConsentView, "version">;
    const { agreed, ageConfirmed, givenAt: at } = row;
    const text = { version: row.textSha256, ...shown };
    return { title, language, text, choice: { agreed, ageConfirmed, at } };
  });
}
