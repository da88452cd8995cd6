import { z } from "zod";

/** A text in several languages by language tag, for example { en: "Harmony", zh: "和谐" }. */
export const localTextSchema = z.record(z.string().min(2).max(12), z.string().max(20_000));

/** A text in several languages. */
export type LocalText = z.infer<typeof localTextSchema>;

/** The text in one language; where it is missing, the first language that has it; "" if none. */
export function inLanguage(text: LocalText, language: string): string {
  return text[language] ?? Object.values(text).find((words) => words !== "") ?? "";
}

/** The offered language nearest to the wanted tag: the same, the same main language, or the first. */
export function nearestLanguage(wanted: string, offered: readonly string[]): string {
  const main = (tag: string) => tag.toLowerCase().split("-")[0];
  return (
    offered.find((tag) => tag.toLowerCase() === wanted.toLowerCase()) ??
    offered.find((tag) => main(tag) === main(wanted)) ??
    offered[0]!
  );
}

/** The languages of a list in which a text is missing or empty. */
export function missingLanguages(text: LocalText, languages: readonly string[]): string[] {
  return languages.filter((language) => !text[language]?.trim());
}
