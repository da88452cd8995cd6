import { defaultLanguage, fitting } from "@/i18n/languages";
import type messages from "@/messages/en.json";

/** All words of the site in one language. */
export type Messages = typeof messages;

/** The words of the site in a language, or in English where the site does not have it. */
export async function messagesOf(
  language: string,
): Promise<{ locale: string; messages: Messages }> {
  const locale = fitting(language) ?? defaultLanguage;
  return { locale, messages: (await import(`../messages/${locale}.json`)).default };
}
