"use client";

import type { CSSProperties } from "react";
import type { DimensionView } from "@/lib/study/participant-view";
import styles from "./scale.module.css";

interface Props {
  dimension: DimensionView;
  /** Makes the group's name differ from every other clip's. */
  trial: string;
  /** The point chosen; undefined = none yet. 0 is a point like any other. */
  value: number | undefined;
  /** Not yet open: the clip must be heard first. */
  locked: boolean;
  /** Digits go here. */
  marked: boolean;
  onChoose: (value: number) => void;
}

/** One rating dimension: a labelled group of points with the words of both ends in sight. */
export function Scale({ dimension, trial, value, locked, marked, onChoose }: Props) {
  const { id, name, question, definition, points, lowLabel, highLabel } = dimension;
  // Words between the ends need a line each; the ends alone stand below the row.
  const described = points.slice(1, -1).some((point) => point.label !== null);
  const help = `${trial}-${id}-help`;
  return (
    <fieldset
      className={`${styles.scale} ${marked ? styles.next : ""}`}
      disabled={locked}
      aria-describedby={help}
      data-dimension={id}
    >
      <legend className={styles.question}>{question || name}</legend>
      <p className={styles.definition} id={help}>
        {definition}
      </p>
      <div
        className={`${styles.points} ${described ? styles.described : ""}`}
        style={columnsFor(points.length)}
      >
        {points.map((point, index) => (
          <label key={point.value} className={styles.point}>
            <input
              type="radio"
              name={`${trial}-${id}`}
              value={point.value}
              checked={value !== undefined && value === point.value}
              aria-label={spoken(dimension, index)}
              onChange={() => onChoose(point.value)}
            />
            <span aria-hidden="true">{point.value}</span>
            {described && point.label ? (
              <span aria-hidden="true" className={styles.word}>
                {point.label}
              </span>
            ) : null}
          </label>
        ))}
      </div>
      <p className={styles.ends} aria-hidden="true">
        <span>{lowLabel}</span>
        <span>{highLabel}</span>
      </p>
    </fieldset>
  );
}

// Points that do not fit one row of a phone (7 and more) stand in two rows of about the same length.
function columnsFor(points: number): CSSProperties {
  const narrow = points <= 6 ? points : Math.ceil(points / 2);
  return { "--columns": points, "--columns-narrow": narrow } as CSSProperties;
}

/** What a screen reader says for a point: its number, and its words where it has some. */
function spoken({ points, lowLabel, highLabel }: DimensionView, index: number): string {
  const point = points[index];
  const end = index === 0 ? lowLabel : index === points.length - 1 ? highLabel : null;
  const words = point?.label ?? end;
  return words ? `${point?.value}, ${words}` : String(point?.value);
}
