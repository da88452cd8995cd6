import type { ChangeEvent } from "react";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import { placeName } from "@/app/admin/(desk)/studies/[slug]/settings/text-names";
import { nameOf } from "@/i18n/languages";
import type { PlacedText } from "@/lib/study/editing/texts";

interface Props {
  texts: readonly PlacedText[];
  languages: readonly string[];
  /** Without it the texts are only read. */
  onWords?: ((place: string, language: string, words: string) => void) | undefined;
}

/** Every text side by side in each language, under the languages' names. */
export function Wordings({ texts, languages, onWords }: Props) {
  return (
    <>
      <div className={fieldStyles.languages} aria-hidden="true">
        {languages.map((language) => (
          <span key={language} className={fieldStyles.label}>
            {nameOf(language)}
          </span>
        ))}
      </div>
      {texts.map(({ place, text }) => (
        <fieldset key={place} className={fieldStyles.field}>
          <legend className={fieldStyles.label}>{placeName(place)}</legend>
          <div className={fieldStyles.languages}>
            {languages.map((language) => (
              <Wording
                key={language}
                name={`${placeName(place)}, ${language}`}
                language={language}
                words={text[language] ?? ""}
                lines={linesOf(Object.values(text))}
                onWords={onWords ? (words) => onWords(place, language, words) : undefined}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </>
  );
}

/** Lines that the longest of a text's languages takes; 1 is a plain field. */
function linesOf(languages: readonly string[]): number {
  const longest = Math.max(0, ...languages.map((words) => words.length));
  return longest <= 70 ? 1 : Math.min(10, Math.ceil(longest / 45) + 1);
}

function Wording(props: {
  name: string;
  language: string;
  words: string;
  lines: number;
  onWords: ((words: string) => void) | undefined;
}) {
  const { name, language, words, lines, onWords } = props;
  const shared = {
    value: words,
    readOnly: !onWords,
    lang: language,
    className: fieldStyles.input,
    "aria-label": name,
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onWords?.(target.value.replaceAll("\r\n", "\n")),
  };
  return lines > 1 ? <textarea rows={lines} {...shared} /> : <input {...shared} />;
}
