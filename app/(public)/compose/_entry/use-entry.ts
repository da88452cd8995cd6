import { useCallback, useRef } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { player } from "@/app/(public)/compose/_sound/player";
import { noteAt, placeNote, removeNote, setBars } from "@/lib/compose/edit";
import { MOST_BARS, type Piece, pieceSteps } from "@/lib/compose/piece";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { recorder } from "./recorder";

/** Writes a note at a step, with a bar more where the piece ends before it. */
function written(piece: Piece, start: number, pitch: number, duration: number): Piece | null {
  const bars = Math.min(MOST_BARS, Math.ceil((start + duration) / STEPS_PER_BAR));
  const room = bars > piece.bars ? setBars(piece, bars) : piece;
  return placeNote(room, { pitch, start, duration });
}

/**
 * What every keyboard does: a key sounds, and is written at the caret, which goes on by the chosen
 * length; while a recording runs, it is recorded instead.
 */
export function useEntry() {
  const { change, caret, setCaret, length, piece } = useComposition();
  const place = useRef({ caret, length });
  place.current = { caret, length };

  const press = useCallback(
    (pitch: number) => {
      player.press(pitch);
      if (recorder.press(pitch)) return;
      const { caret: start, length: duration } = place.current;
      if (!change((now) => written(now, start, pitch, duration))) return;
      // Two keys may come down before the page is drawn again.
      place.current.caret = start + duration;
      setCaret(start + duration);
    },
    [change, setCaret],
  );
  const release = useCallback((pitch: number) => {
    player.release(pitch);
    recorder.release(pitch);
  }, []);
  const rest = useCallback(() => {
    const next = Math.min(caret + length, MOST_BARS * STEPS_PER_BAR - 1);
    if (next >= pieceSteps(piece)) change((now) => setBars(now, now.bars + 1));
    setCaret(next);
  }, [caret, length, change, setCaret, piece]);
  /** Removes the note under the caret, or else the one before it. */
  const erase = useCallback(() => {
    const { caret: at } = place.current;
    const under = noteAt(piece, at);
    const start = under?.start ?? piece.notes.findLast((note) => note.start < at)?.start;
    if (start !== undefined && change((now) => removeNote(now, start))) setCaret(start);
  }, [piece, change, setCaret]);
  return { press, release, rest, erase };
}
