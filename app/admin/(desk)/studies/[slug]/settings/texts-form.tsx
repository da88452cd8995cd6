"use client";

import type { FormEvent } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { Outcome } from "@/app/admin/_desk/outcome";
import { placeName } from "@/app/admin/(desk)/studies/[slug]/settings/text-names";
import { useSaving } from "@/app/admin/(desk)/studies/[slug]/settings/use-saving";

interface Props {
  slug: string;
  texts: { place: string; text: Record<string, string> }[];
  languages: readonly string[];
  editable: boolean;
  launched: boolean;
}

/** Every text that participants read, side by side in each language. */
export function TextsForm({ slug, texts, languages, editable, launched }: Props) {
  const { saving, save, forget } = useSaving(slug);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    await save({
      kind: "texts",
      texts: changedTexts(texts, data),
      ...(launched ? { note: data.get("note") ?? "", change: data.get("change") } : {}),
    });
  };
  return (
    <form onSubmit={submit} onInput={() => saving.done && forget()}>
      {texts.map(({ place, text }) => (
        <fieldset key={place} className={fieldStyles.field}>
          <legend className={fieldStyles.label}>{placeName(place)}</legend>
          <div className={fieldStyles.languages}>
            {languages.map((language) => (
              <Wording
                key={language}
                place={place}
                language={language}
                words={text[language] ?? ""}
                long={Object.values(text).some((words) => words.length > 70)}
                editable={editable}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {editable && launched ? (
        <>
          <InputField id="note" label="Why it is corrected" maxLength={500} />
          <SelectField
            id="change"
            label="What kind of change it is"
            options={[
              ["cosmetic", "cosmetic: nobody will rate differently for it"],
              ["substantive", "substantive: it could change how people rate"],
            ]}
          />
        </>
      ) : null}
      {editable ? (
        <Button type="submit" disabled={saving.busy}>
          {saving.busy ? "Saving…" : "Save the texts"}
        </Button>
      ) : null}
      <Outcome {...saving} />
    </form>
  );
}

function Wording({
  place,
  language,
  words,
  long,
  editable,
}: {
  place: string;
  language: string;
  words: string;
  /** Some language needs several lines: all of them get as many. */
  long: boolean;
  editable: boolean;
}) {
  const shared = {
    name: `${place}|${language}`,
    defaultValue: words,
    readOnly: !editable,
    lang: language,
    className: fieldStyles.input,
    "aria-label": `${placeName(place)}, ${language}`,
  };
  return long ? (
    <textarea rows={Math.min(8, Math.ceil(words.length / 60))} {...shared} />
  ) : (
    <input {...shared} />
  );
}

function changedTexts(
  texts: Props["texts"],
  data: FormData,
): Record<string, Record<string, string>> {
  const changes: Record<string, Record<string, string>> = {};
  for (const [name, value] of data) {
    const [place, language] = name.split("|");
    if (!place || !language || typeof value !== "string") continue;
    // A text area gives CR LF; what is stored has line feeds.
    const words = value.replaceAll("\r\n", "\n");
    const before = texts.find((one) => one.place === place)?.text[language] ?? "";
    if (words !== before) changes[place] = { ...changes[place], [language]: words };
  }
  return changes;
}
