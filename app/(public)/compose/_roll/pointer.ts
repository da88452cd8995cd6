import { type MouseEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { player } from "@/app/(public)/compose/_sound/player";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/compose/alphabet";
import { changeNote, type NoteSpan, noteAt, placeNote } from "@/lib/compose/edit";
import { type PieceNote, pieceSteps } from "@/lib/compose/piece";
import { placeAt, STEP_PX } from "./scale";

/** Pixels at a note's end that make it longer or shorter. */
const EDGE_PX = 7;
/** A finger that moves further than this scrolls. */
const STILL_PX = 8;

/** What a pointer that is down is about to do. */
type Grip =
  | { kind: "move" | "resize"; note: PieceNote; step: number; pitch: number }
  | { kind: "draw"; span: NoteSpan }
  | { kind: "tap"; x: number; y: number };

interface Shown {
  /** Start of the note that the preview stands for; −1 for a new one. */
  from: number;
  note: PieceNote;
}

const clampPitch = (pitch: number) => Math.min(HIGHEST_PITCH, Math.max(LOWEST_PITCH, pitch));

function pointOf(event: MouseEvent<SVGSVGElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** Where a note would come to lie if the pointer were let go here. */
function spanAt(grip: Exclude<Grip, { kind: "tap" }>, step: number, pitch: number): NoteSpan {
  if (grip.kind === "draw") {
    const { start, pitch: drawn, duration } = grip.span;
    return { pitch: drawn, start, duration: Math.max(duration, step - start + 1) };
  }
  const { note } = grip;
  if (grip.kind === "resize")
    return { ...bare(note), duration: Math.max(1, step - note.start + 1) };
  return {
    pitch: clampPitch(note.pitch + pitch - grip.pitch),
    start: Math.max(0, note.start + step - grip.step),
    duration: note.duration,
  };
}

const bare = ({ pitch, start, duration }: NoteSpan): NoteSpan => ({ pitch, start, duration });
const sameSpan = (a: NoteSpan, b: NoteSpan) =>
  a.pitch === b.pitch && a.start === b.start && a.duration === b.duration;

/**
 * A finger that begins on a note moves it: the browser must not take that for scrolling. (Chromium
 * does not heed `touch-action` of parts of a drawing.)
 */
function useNotesUnderFinger() {
  const roll = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const element = roll.current;
    const onTouch = (event: TouchEvent) => {
      const onNote = event.target instanceof Element && event.target.closest("[data-note]");
      if (onNote && !onNote.hasAttribute("data-locked")) event.preventDefault();
    };
    element?.addEventListener("touchstart", onTouch, { passive: false });
    return () => element?.removeEventListener("touchstart", onTouch);
  }, []);
  return roll;
}

/**
 * Mouse, pen and finger on the roll: a click on an empty place writes a note, dragging draws it longer;
 * a note is dragged to move it, its end to change its length. A finger that moves on an empty place
 * scrolls.
 */
export function useRollPointer() {
  const { piece, change, setCaret, length } = useComposition();
  const roll = useNotesUnderFinger();
  const grip = useRef<Grip | null>(null);
  const [preview, setPreview] = useState<Shown | null>(null);

  const write = (span: NoteSpan) => {
    if (!change((now) => placeNote(now, span))) return;
    player.touch(span.pitch);
    setCaret(span.start);
  };
  const show = (span: NoteSpan, from: number, like?: PieceNote) => {
    if (preview && preview.note.pitch !== span.pitch) player.touch(span.pitch);
    setPreview({ from, note: { turn: piece.turns.length, ...like, ...span } });
  };

  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    const { x, y } = pointOf(event);
    const { step, pitch } = placeAt(x, y);
    setCaret(Math.min(step, pieceSteps(piece) - 1));
    if (pitch > HIGHEST_PITCH) return;
    const note = noteAt(piece, step);
    if (note && note.pitch === pitch) {
      setCaret(note.start);
      player.touch(note.pitch);
      if (note.locked) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const end = (note.start + note.duration) * STEP_PX;
      grip.current = { kind: x > end - EDGE_PX ? "resize" : "move", note, step, pitch };
    } else if (event.pointerType === "touch") grip.current = { kind: "tap", x, y };
    else {
      event.currentTarget.setPointerCapture(event.pointerId);
      grip.current = { kind: "draw", span: { pitch, start: step, duration: length } };
      show({ pitch, start: step, duration: length }, -1);
    }
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const held = grip.current;
    if (!held || held.kind === "tap") return;
    const { x, y } = pointOf(event);
    const { step, pitch } = placeAt(x, y);
    const span = spanAt(held, step, pitch);
    if (held.kind === "draw") show(span, -1);
    else if (preview || !sameSpan(span, held.note)) show(span, held.note.start, held.note);
  };
  const onPointerUp = (event: PointerEvent<SVGSVGElement>) => {
    const held = grip.current;
    grip.current = null;
    setPreview(null);
    if (!held) return;
    const { x, y } = pointOf(event);
    const { step, pitch } = placeAt(x, y);
    if (held.kind === "tap") {
      if (Math.hypot(x - held.x, y - held.y) > STILL_PX) return;
      write({ pitch: clampPitch(pitch), start: step, duration: length });
    } else if (held.kind === "draw") write(spanAt(held, step, pitch));
    else {
      const span = spanAt(held, step, pitch);
      if (sameSpan(span, held.note)) return;
      if (change((now) => changeNote(now, held.note.start, span))) setCaret(span.start);
    }
  };
  const onPointerCancel = () => {
    grip.current = null;
    setPreview(null);
  };
  return { roll, preview, on: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel } };
}
