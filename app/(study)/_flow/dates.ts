/**
 * A day as people write it, for example "31 December 2027".
 * @param iso yyyy-mm-dd or ""
 * @returns "" for ""
 */
export function writtenDate(iso: string, language: string): string {
  if (iso === "") return "";
  const day = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return iso;
  const tag = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
