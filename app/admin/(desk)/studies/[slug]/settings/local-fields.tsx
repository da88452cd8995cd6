"use client";

import { type ChangeEvent, type ReactNode, useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { problemAt } from "@/lib/study/editing/problems";
import type { LocalText } from "@/lib/study/local-text";

/** What a scale or question is called and where it stands; how its editor is told. */
interface Membership {
  /** Where it stands in the configuration: what is wrong inside is said here. */
  place: string;
  /** "Scale 1", said to screen readers before every label. */
  of: string;
  /** Its heading in every language; its key stands in for an empty one. */
  heading: LocalText;
  id: string;
  languages: readonly string[];
  first: boolean;
  last: boolean;
  onId: (id: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove?: (() => void) | undefined;
}

/**
 * A scale or question with its key, its place among the others and its own short fields, folded up
 * until somebody wants it; a new one is open.
 */
export function Member(props: Membership & { short: ReactNode; children: ReactNode }) {
  const { place, of, heading, id, languages, first, last, onId, onMove, onRemove } = props;
  const { problems } = useDraft();
  const problem = problemAt(problems, place);
  const [open, setOpen] = useState(() => Object.values(heading).every((words) => words === ""));
  return (
    <details
      className={frameStyles.panel}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary
        className={fieldStyles.label}
      >{`${of}: ${heading[languages[0] ?? ""] || id}`}</summary>
      <div className={fieldStyles.members}>
        <ShortField label="Key in tables" of={of} value={id} onChange={onId} />
        {props.short}
        <PlaceButtons of={of} first={first} last={last} onMove={onMove} onRemove={onRemove} />
      </div>
      {props.children}
      <p role="alert" className={fieldStyles.error}>
        {problem}
      </p>
    </details>
  );
}

/** One text in every language of the study, side by side. */
export function LocalFields(props: {
  /** Names the fields, with the language after it. */
  label: string;
  /** What it belongs to, said to screen readers before the label. */
  of: string;
  text: LocalText;
  languages: readonly string[];
  onChange: (text: LocalText) => void;
}) {
  const { label, of, text, languages, onChange } = props;
  // What was long at the start gets lines; a field never changes its kind under the typing hand.
  const [long] = useState(() => Object.values(text).some((words) => words.length > 40));
  return (
    <div className={fieldStyles.field}>
      <span className={fieldStyles.label}>{label}</span>
      <div className={fieldStyles.languages}>
        {languages.map((language) => {
          const field = {
            className: fieldStyles.input,
            lang: language,
            "aria-label": `${of}: ${label.toLowerCase()}, ${language}`,
            placeholder: language,
            value: text[language] ?? "",
            onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
              onChange({ ...text, [language]: event.target.value }),
          };
          return long ? (
            <textarea key={language} rows={2} {...field} />
          ) : (
            <input key={language} {...field} />
          );
        })}
      </div>
    </div>
  );
}

/** A key or number of a scale or question. */
export function ShortField(props: {
  label: string;
  of: string;
  value: string;
  type?: "text" | "number";
  onChange: (value: string) => void;
}) {
  const { label, of, value, type = "text", onChange } = props;
  return (
    <InputField
      label={label}
      type={type}
      style={{ maxInlineSize: type === "number" ? "7rem" : "14rem" }}
      aria-label={`${of}: ${label.toLowerCase()}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Up, down and away, for one member of a list. */
export function PlaceButtons(props: {
  of: string;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove?: (() => void) | undefined;
}) {
  const { of, first, last, onMove, onRemove } = props;
  const button = (text: string, label: string, off: boolean, act: () => void) => (
    <Button
      look="secondary"
      className={frameStyles.small ?? ""}
      aria-label={`${label}: ${of}`}
      disabled={off}
      onClick={act}
    >
      {text}
    </Button>
  );
  return (
    <div className={frameStyles.row}>
      {button("↑", "Move up", first, () => onMove(-1))}
      {button("↓", "Move down", last, () => onMove(1))}
      {onRemove ? button("Remove", "Remove", false, onRemove) : null}
    </div>
  );
}
