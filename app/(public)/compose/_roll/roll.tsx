"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { player } from "@/app/(public)/compose/_sound/player";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/compose/alphabet";
import { type Piece, pieceSteps } from "@/lib/compose/piece";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { useNoteName } from "./note-name";
import { useRollPointer } from "./pointer";
import styles from "./roll.module.css";
import { RollNote } from "./roll-note";
import { ROLL_ROWS, ROW_PX, RULER_PX, STEP_PX, topOf } from "./scale";

const BLACK = new Set([1, 3, 6, 8, 10]);
const HEIGHT = RULER_PX + ROLL_ROWS * ROW_PX;

/** The piano roll: the piece to look at and to draw in. Keys work in it as its description says. */
export function Roll() {
  const t = useTranslations("compose.roll");
  const { piece, caret, current, length } = useComposition();
  const name = useNoteName();
  const pointer = useRollPointer();
  const width = pieceSteps(piece) * STEP_PX;
  const box = useScrollTo(caret, piece);
  const shown = pointer.preview ?? null;
  return (
    <div className={styles.frame}>
      <PitchNames />
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: the roll takes the arrow keys */}
      <div
        ref={box}
        className={styles.scroll}
        role="application"
        tabIndex={0}
        aria-label={t("label")}
        aria-describedby="roll-keys"
        data-roll
      >
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above */}
        <svg
          ref={pointer.roll}
          width={width}
          height={HEIGHT}
          className={styles.roll}
          aria-hidden="true"
          {...pointer.on}
        >
          <Ground piece={piece} />
          <rect
            className={styles.caret}
            x={caret * STEP_PX}
            y={0}
            width={(current?.duration ?? length) * STEP_PX}
            height={HEIGHT}
            data-caret={caret}
          />
          {piece.notes.map((note) =>
            note.start === shown?.from ? null : (
              <RollNote key={note.start} piece={piece} note={note} current={note === current} />
            ),
          )}
          {shown ? <RollNote piece={piece} note={shown.note} current /> : null}
          <Playhead />
        </svg>
      </div>
      <p className={styles.hidden} aria-live="polite">
        {current ? name(current) : ""}
      </p>
    </div>
  );
}

/** Keeps the caret in sight, and shows a new answer, without moving the page. */
function useScrollTo(caret: number, { turns }: Piece) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const x = caret * STEP_PX;
    const { scrollLeft, clientWidth } = element;
    if (x < scrollLeft || x > scrollLeft + clientWidth - 4 * STEP_PX) {
      element.scrollLeft = Math.max(0, x - clientWidth / 3);
    }
  }, [caret]);
  const last = turns.at(-1);
  const answered = last?.kind === "model" ? last.from : null;
  const known = useRef(turns.length);
  useEffect(() => {
    const element = box.current;
    // One turn more is an answer; a piece that is opened brings all its turns at once.
    const answer = turns.length === known.current + 1;
    known.current = turns.length;
    if (element && answer && answered !== null) {
      element.scrollLeft = answered * STEP_PX - element.clientWidth / 3;
    }
  }, [turns.length, answered]);
  return box;
}

function PitchNames() {
  const octaves = [48, 60, 72];
  return (
    <div className={styles.names} aria-hidden="true">
      {octaves.map((pitch) => (
        <span key={pitch} style={{ insetBlockStart: topOf(pitch) - 2 }}>
          C{pitch / 12 - 1}
        </span>
      ))}
    </div>
  );
}

/** Rows of keys, lines of beats and bars, and the ruler. */
function Ground({ piece }: { piece: Piece }) {
  const steps = pieceSteps(piece);
  const width = steps * STEP_PX;
  const rows: number[] = [];
  for (let pitch = LOWEST_PITCH; pitch <= HIGHEST_PITCH; pitch++) {
    if (BLACK.has(pitch % 12)) rows.push(pitch);
  }
  const lines = (every: number) =>
    Array.from({ length: steps / every }, (_, i) => `M${i * every * STEP_PX} 0V${HEIGHT}`).join("");
  return (
    <>
      <rect className={styles.ruler} width={width} height={RULER_PX} data-ruler />
      {rows.map((pitch) => (
        <rect key={pitch} className={styles.black} y={topOf(pitch)} width={width} height={ROW_PX} />
      ))}
      <path className={styles.octave} d={`M0 ${topOf(59)}H${width}M0 ${topOf(71)}H${width}`} />
      <path className={styles.beat} d={lines(4)} />
      <path className={styles.bar} d={lines(STEPS_PER_BAR)} />
      {Array.from({ length: piece.bars }, (_, bar) => (
        <text
          // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other name than their number
          key={bar}
          className={styles.number}
          x={bar * STEPS_PER_BAR * STEP_PX + 4}
          y={RULER_PX - 6}
        >
          {bar + 1}
        </text>
      ))}
    </>
  );
}

/** A line that follows the playback, moved without drawing the roll again. */
function Playhead() {
  const line = useRef<SVGLineElement>(null);
  useEffect(
    () =>
      player.listen((step) => {
        const element = line.current;
        if (!element) return;
        element.style.visibility = step === null ? "hidden" : "visible";
        if (step === null) return;
        element.style.transform = `translateX(${step * STEP_PX}px)`;
        const box = element.closest("[data-roll]");
        if (!box) return;
        const x = step * STEP_PX - box.scrollLeft;
        if (x < 0 || x > box.clientWidth - STEP_PX) box.scrollLeft = step * STEP_PX;
      }),
    [],
  );
  return <line ref={line} className={styles.playhead} y1={0} y2={HEIGHT} visibility="hidden" />;
}
