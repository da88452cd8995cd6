import { createTranslator } from "next-intl";
import { writtenDate } from "@/app/(study)/_flow/dates";
import { messagesOf } from "@/i18n/messages-of";
import type { ConsentCopy } from "@/lib/services/session/copy-of-consent";

/** The participant's copy of the consent form as plain text, in the session's language. */
export async function consentCopyText({ title, language, text, choice }: ConsentCopy) {
  const { locale, messages } = await messagesOf(language);
  const t = createTranslator({ locale, messages, namespace: "study.consent" });
  const facts: [string, string][] = [
    [t("purpose"), text.purpose],
    [t("controller"), text.controller],
    [t("contact"), text.contact],
    [t("ethics"), text.ethicsNumber],
    [t("retention"), writtenDate(text.retentionDate, locale)],
    [t("withdrawal"), writtenDate(text.withdrawalDeadline, locale)],
  ];
  const age = text.minimumAge;
  const chosen: [string, string][] = choice
    ? [
        [t("copyChoice"), t(choice.agreed ? "agree" : "decline")],
        ...(age !== null && choice.ageConfirmed
          ? ([[t("copyAge"), t("age", { age })]] satisfies [string, string][])
          : []),
        [t("copyDate"), writtenMoment(choice.at, locale)],
      ]
    : [[t("copyChoice"), t("copyOpen")]];
  return [
    `${title}\n${t("title")}`,
    ...text.paragraphs.map((one, i) => `${i + 1}. ${one.heading}\n${one.text}`),
    lines(facts.filter(([, fact]) => fact !== "")),
    lines([...chosen, [t("copyDigest"), text.version]]),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function lines(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([term, words]) => `${term}: ${words}`).join("\n");
}

function writtenMoment(at: Date, locale: string): string {
  const options = { dateStyle: "long", timeStyle: "long", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, options).format(at);
}
