"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";
import { InputField } from "@/app/admin/_desk/fields";
import type { LocalText } from "@/lib/study/local-text";

/** A scale or question that is folded up until somebody wants it; a new one is open. */
export function Folded(props: { title: string; open: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(props.open);
  return (
    <details
      className={styles.panel}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={styles.label}>{props.title}</summary>
      <br />
      {props.children}
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
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      <div className={styles.columns} style={{ gap: "0.5rem" }}>
        {languages.map((language) => (
          <input
            key={language}
            className={styles.input}
            style={{ maxInlineSize: "100%" }}
            lang={language}
            aria-label={`${of}: ${label.toLowerCase()}, ${language}`}
            placeholder={language}
            value={text[language] ?? ""}
            onChange={(event) => onChange({ ...text, [language]: event.target.value })}
          />
        ))}
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
  onRemove?: () => void;
}) {
  const { of, first, last, onMove, onRemove } = props;
  const button = (text: string, label: string, off: boolean, act: () => void) => (
    <Button
      look="secondary"
      className={styles.small ?? ""}
      aria-label={`${label}: ${of}`}
      disabled={off}
      onClick={act}
    >
      {text}
    </Button>
  );
  return (
    <div className={styles.row}>
      {button("↑", "Move up", first, () => onMove(-1))}
      {button("↓", "Move down", last, () => onMove(1))}
      {onRemove ? button("Remove", "Remove", false, onRemove) : null}
    </div>
  );
}
