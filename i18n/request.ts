import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { defaultLanguage, fitting, languageHeader } from "@/i18n/languages";

/** The language and the messages of the request at hand (read by next-intl on the server). */
export default getRequestConfig(async ({ locale: wanted }) => {
  const asked = wanted ?? (await headers()).get(languageHeader) ?? defaultLanguage;
  const locale = fitting(asked) ?? defaultLanguage;
  const messages = (await import(`../messages/${locale}.json`)).default;
  return { locale, messages, timeZone: "UTC" };
});
