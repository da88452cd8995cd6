"use client";

import type { CSSProperties } from "react";
import type { DimensionView } from "@/lib/study/participant-view";
import { withMinus } from "./minus";
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
export function RatingScale({ dimension, trial, value, locked, marked, onChoose }: Props) {
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
            <span aria-hidden="true" dir="ltr">
              {withMinus(point.value)}
            </span>
            {described ? (
              <span aria-hidden="true" className={styles.word}>
                {wordsOf(dimension, index)}
              </span>
            ) : null}
          </label>
        ))}
      </div>
      {described ? null : (
        <p className={styles.ends} aria-hidden="true">
          <span>{lowLabel}</span>
          <span>{highLabel}</span>
        </p>
      )}
    </fieldset>
  );
}

// Points that do not fit one row of a phone (8 and more) stand in two rows of about the same length.
function columnsFor(points: number): CSSProperties {
  const narrow = points <= 7 ? points : Math.ceil(points / 2);
  return { "--columns": points, "--columns-narrow": narrow } as CSSProperties;
}

/** What a screen reader says for a point: its number, and its words where it has some. */
function spoken(dimension: DimensionView, index: number): string {
  const words = wordsOf(dimension, index);
  const number = withMinus(dimension.points[index]?.value ?? "");
  return words ? `${number}, ${words}` : number;
}

/** A point's own words, or those of the end where it is one. */
function wordsOf({ points, lowLabel, highLabel }: DimensionView, index: number): string | null {
  const end = index === 0 ? lowLabel : index === points.length - 1 ? highLabel : null;
  return points[index]?.label ?? end;
}
