import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { defaultLanguage, languageHeader } from "@/i18n/languages";
import { messagesOf } from "@/i18n/messages-of";

/** The language and the messages of the request at hand (read by next-intl on the server). */
export default getRequestConfig(async ({ locale: wanted }) => {
  const asked = wanted ?? (await headers()).get(languageHeader) ?? defaultLanguage;
  return { ...(await messagesOf(asked)), timeZone: "UTC" };
});
