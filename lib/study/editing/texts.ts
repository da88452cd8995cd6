import type { StudyConfiguration } from "@/lib/study/configuration";
import type { LocalText } from "@/lib/study/local-text";

/** One text of a study with its place in the configuration, for example `texts.title`. */
export interface PlacedText {
  place: string;
  text: LocalText;
}

/** Every text of a configuration that participants read, in its order. */
export function placedTexts(configuration: StudyConfiguration): PlacedText[] {
  const { consent, dimensions, questions, texts, groups } = configuration;
  return textsIn({ texts, consent, dimensions, questions, groups }, configuration.languages, []);
}

function textsIn(value: unknown, languages: readonly string[], path: string[]): PlacedText[] {
  if (value === null || typeof value !== "object") return [];
  if (isText(value, languages)) return [{ place: path.join("."), text: value }];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, languages, [...path, key]));
}

function isText(value: object, languages: readonly string[]): value is LocalText {
  const fields = Object.entries(value);
  return (
    fields.length > 0 &&
    fields.every(([tag, words]) => languages.includes(tag) && typeof words === "string")
  );
}
