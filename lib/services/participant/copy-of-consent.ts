import { eq } from "drizzle-orm";
import { consents } from "@/db/schema/sessions";
import { Refused } from "@/lib/services/participant/refused";
import { withSession } from "@/lib/services/participant/session-context";
import type { Visit } from "@/lib/services/participant/study-context";
import type { ConsentView } from "@/lib/study/participant-view";

/**
 * What this participant agreed to, as plain text to keep.
 * @throws Refused "wrong page" before consent was given
 */
export function copyOfConsent(visit: Visit): Promise<string> {
  return withSession(visit, async ({ tx, session }) => {
    const [row] = await tx.select().from(consents).where(eq(consents.sessionId, session.id));
    if (!row) throw new Refused("wrong page", "nothing has been agreed to yet");
    const shown = row.shown as Omit<ConsentView, "version">;
    const facts = [shown.purpose, shown.controller, shown.contact, shown.ethicsNumber];
    return [
      ...facts.filter(Boolean),
      ...shown.paragraphs.map(
        (paragraph, i) => `${i + 1}. ${paragraph.heading}\n${paragraph.text}`,
      ),
      ...[shown.retentionDate, shown.withdrawalDeadline].filter(Boolean),
      `${row.givenAt.toISOString()} ${row.agreed ? "+" : "-"} ${row.textSha256}`,
    ].join("\n\n");
  });
}
