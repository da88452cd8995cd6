"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";
import { saveConfiguration } from "@/app/admin/(desk)/studies/[slug]/settings/save-configuration";

interface Props {
  slug: string;
  texts: { place: string; text: Record<string, string> }[];
  languages: readonly string[];
  editable: boolean;
  launched: boolean;
}

/** Every text that participants read, side by side in each language. */
export function TextsForm({ slug, texts, languages, editable, launched }: Props) {
  const router = useRouter();
  const [state, setState] = useState({ busy: false, message: "", saved: false });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setState({ busy: true, message: "", saved: false });
    const message = await saveConfiguration(slug, {
      kind: "texts",
      texts: changedTexts(texts, data),
      ...(launched ? { note: data.get("note") ?? "", change: data.get("change") } : {}),
    });
    setState({ busy: false, message, saved: message === "" });
    if (message === "") router.refresh();
  };
  return (
    <form onSubmit={submit}>
      {texts.map(({ place, text }) => (
        <fieldset key={place} className={styles.field}>
          <legend className={styles.label}>{placeName(place)}</legend>
          <div className={styles.columns} style={{ gap: "0.5rem" }}>
            {languages.map((language) => (
              <Wording
                key={language}
                place={place}
                language={language}
                words={text[language] ?? ""}
                editable={editable}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {editable && launched ? (
        <div className={styles.field}>
          <label htmlFor="note">Why it is corrected</label>
          <input id="note" name="note" className={styles.input} maxLength={500} />
          <label htmlFor="change">What kind of change it is</label>
          <select id="change" name="change" className={styles.input}>
            <option value="cosmetic">cosmetic: nobody will rate differently for it</option>
            <option value="substantive">substantive: it could change how people rate</option>
          </select>
        </div>
      ) : null}
      {editable ? (
        <Button type="submit" disabled={state.busy}>
          {state.busy ? "Saving…" : "Save the texts"}
        </Button>
      ) : null}
      <span role="status">{state.saved ? " Saved." : ""}</span>
      <span role="alert" className={styles.error}>
        {state.message ? ` ${state.message}` : ""}
      </span>
    </form>
  );
}

function Wording({
  place,
  language,
  words,
  editable,
}: {
  place: string;
  language: string;
  words: string;
  editable: boolean;
}) {
  const shared = {
    name: `${place}|${language}`,
    defaultValue: words,
    readOnly: !editable,
    lang: language,
    className: styles.input,
    "aria-label": `${placeName(place)}, ${language}`,
    style: { maxInlineSize: "100%" },
  };
  return words.length > 70 ? (
    <textarea rows={Math.min(8, Math.ceil(words.length / 60))} {...shared} />
  ) : (
    <input {...shared} />
  );
}

/** `dimensions.0.lowLabel` → "dimensions 1: low label". */
function placeName(place: string): string {
  const parts = place
    .split(".")
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part));
  const spaced = (text: string) => text.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const last = spaced(parts.at(-1) ?? "");
  const before = parts.slice(0, -1).map(spaced).join(" ");
  return before ? `${before}: ${last}` : last;
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
