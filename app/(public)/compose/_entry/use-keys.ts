import { useEffect, useRef } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { changeNote, type NoteSpan, noteAt, setLock } from "@/lib/compose/edit";
import { pitchOfKey } from "@/lib/compose/entry";
import { pieceSteps } from "@/lib/compose/piece";
import type { useEntry } from "./use-entry";

type Entry = ReturnType<typeof useEntry>;

interface Keys extends Entry {
  /** Pitch of the lowest key, and how to move it by octaves. */
  base: number;
  setBase: (base: number) => void;
  playOrStop: () => void;
}

/** Fields, lists and sliders keep their keys; so do open windows. */
function isTaken(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  if (document.querySelector("dialog[open]")) return true;
  return element?.closest("input:not([type=radio]), select, textarea") != null;
}

const onButton = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("button, a, summary, input") !== null;
const onRoll = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("[data-roll]") !== null;

/** The keys of the whole page: playing, erasing, undoing; and those of the roll that has the focus. */
export function useComposeKeys(keys: Keys) {
  const composition = useComposition();
  const latest = useRef({ composition, keys });
  latest.current = { composition, keys };
  useEffect(() => {
    const held = new Map<string, number>();
    const onDown = (event: KeyboardEvent) => {
      const { composition: c, keys: k } = latest.current;
      if (isTaken(event.target)) return;
      if (event.ctrlKey || event.metaKey) return undoKey(event, c);
      const pitch = event.altKey ? null : pitchOfKey(event.code, k.base);
      if (pitch !== null) {
        event.preventDefault();
        if (event.repeat || held.has(event.code)) return;
        held.set(event.code, pitch);
        return k.press(pitch);
      }
      const done = pageKey(event, k) || (onRoll(event.target) && rollKey(event, c, k));
      if (done) event.preventDefault();
    };
    const onUp = (event: KeyboardEvent) => {
      const pitch = held.get(event.code);
      held.delete(event.code);
      if (pitch !== undefined) latest.current.keys.release(pitch);
    };
    const onBlur = () => {
      for (const pitch of held.values()) latest.current.keys.release(pitch);
      held.clear();
    };
    document.addEventListener("keydown", onDown);
    document.addEventListener("keyup", onUp);
    window.addEventListener("blur", onBlur);
    return () => {
      document.removeEventListener("keydown", onDown);
      document.removeEventListener("keyup", onUp);
      window.removeEventListener("blur", onBlur);
    };
  }, []);
}

type Composition = ReturnType<typeof useComposition>;

function undoKey(event: KeyboardEvent, { undo, redo }: Composition): void {
  const key = event.key.toLowerCase();
  const act =
    key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : undefined;
  if (act === undefined) return;
  event.preventDefault();
  act?.();
}

function pageKey(event: KeyboardEvent, keys: Keys): boolean {
  if (event.code === "KeyZ") keys.setBase(Math.max(48, keys.base - 12));
  else if (event.code === "KeyX") keys.setBase(Math.min(72, keys.base + 12));
  else if (event.key === "Backspace" || event.key === "Delete") keys.erase();
  else if (event.key === " " && !onButton(event.target)) keys.playOrStop();
  else return false;
  return true;
}

/** Arrows move the caret; with Alt the note; up and down change its pitch, comma and stop its length. */
function rollKey(event: KeyboardEvent, c: Composition, keys: Keys): boolean {
  const { current, caret, length } = c;
  const by = (change: Partial<NoteSpan>) => {
    if (!current) return false;
    const span = { ...current, ...change };
    const to = { pitch: span.pitch, start: span.start, duration: span.duration };
    if (c.change((piece) => changeNote(piece, current.start, to))) c.setCaret(to.start);
    return true;
  };
  const octave = event.shiftKey ? 12 : 1;
  switch (event.key) {
    case "ArrowUp":
      return by({ pitch: (current?.pitch ?? 0) + octave });
    case "ArrowDown":
      return by({ pitch: (current?.pitch ?? 0) - octave });
    case "ArrowLeft":
      if (event.altKey) return by({ start: (current?.start ?? 0) - 1 });
      return goTo(c, current && current.start < caret ? current.start : caret - length);
    case "ArrowRight":
      if (event.altKey) return by({ start: (current?.start ?? 0) + 1 });
      return goTo(c, current ? current.start + current.duration : caret + length);
    case ",":
      return by({ duration: (current?.duration ?? 0) - 1 });
    case ".":
      return by({ duration: (current?.duration ?? 0) + 1 });
    case "Home":
      return goTo(c, 0);
    case "End":
      return goTo(c, pieceSteps(c.piece) - 1);
    case "Enter":
      if (!current) touchKey(keys, c.piece.notes.findLast((n) => n.start < caret)?.pitch ?? 60);
      return true;
    default:
      if (event.code !== "KeyV" || !current) return false;
      return c.change((piece) => setLock(piece, [current.start], !current.locked));
  }
}

function touchKey(keys: Keys, pitch: number): void {
  keys.press(pitch);
  keys.release(pitch);
}

function goTo({ piece, setCaret }: Composition, step: number): boolean {
  const at = Math.min(pieceSteps(piece) - 1, Math.max(0, step));
  setCaret(noteAt(piece, at)?.start ?? at);
  return true;
}
