"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/compose/alphabet";
import { pitchName } from "@/lib/music/pitch-names";
import styles from "./piano.module.css";
import type { useEntry } from "./use-entry";

const BLACK = new Set([1, 3, 6, 8, 10]);
const PITCHES = Array.from(
  { length: HIGHEST_PITCH - LOWEST_PITCH + 1 },
  (_, i) => LOWEST_PITCH + i,
);
/** White keys below each key of an octave. */
const WHITE_BELOW = [0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6];

/** Place of a key in white keys from the left; a black one lies across the border of two. */
const placeOf = (pitch: number) =>
  Math.floor((pitch - LOWEST_PITCH) / 12) * 7 + WHITE_BELOW[pitch % 12]!;

interface Props {
  entry: ReturnType<typeof useEntry>;
  /** Lowest key of the computer keyboard. */
  base: number;
}

/** The piano on the screen: three octaves, what the networks know. One stop of the Tab key. */
export function Piano({ entry, base }: Props) {
  const t = useTranslations("compose.entry");
  const [focus, setFocus] = useState(60);
  const box = useRef<HTMLDivElement>(null);
  useScrolledTo(box, base);

  const onDown = (pitch: number) => (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setFocus(pitch);
    entry.press(pitch);
  };
  const onKey = (pitch: number) => (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!event.repeat) entry.press(pitch);
    }
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = Math.min(HIGHEST_PITCH, Math.max(LOWEST_PITCH, pitch + by));
    if (by === 0) return;
    event.preventDefault();
    setFocus(next);
    box.current?.querySelector<HTMLElement>(`[data-key="${next}"]`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't scroll its keys
    <div className={styles.piano} ref={box} role="group" aria-label={t("piano")}>
      <div className={styles.keys}>
        {PITCHES.map((pitch) => (
          <button
            key={pitch}
            type="button"
            className={BLACK.has(pitch % 12) ? styles.black : styles.white}
            style={{ "--place": placeOf(pitch) } as React.CSSProperties}
            aria-label={pitchName(pitch)}
            tabIndex={pitch === focus ? 0 : -1}
            data-key={pitch}
            onPointerDown={onDown(pitch)}
            onPointerUp={() => entry.release(pitch)}
            onPointerCancel={() => entry.release(pitch)}
            onKeyDown={onKey(pitch)}
            onKeyUp={() => entry.release(pitch)}
            onContextMenu={(event) => event.preventDefault()}
          >
            {pitch % 12 === 0 ? <span aria-hidden="true">C{pitch / 12 - 1}</span> : null}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Shows the octave that the computer keyboard plays, without moving the page. */
function useScrolledTo(box: React.RefObject<HTMLDivElement | null>, base: number): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const key = element.querySelector<HTMLElement>(`[data-key="${base}"]`);
    if (key) element.scrollLeft = key.offsetLeft - 8;
  }, [box, base]);
}
