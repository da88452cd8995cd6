/** A value with the states before it, and those that were undone. */
export interface UndoHistory<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** Place of the last change: typing in one field is one step. */
  place: string | null;
}

/** Steps that can be undone. */
const MOST_STEPS = 200;

/** A history without a step. */
export function beginHistory<T>(present: T): UndoHistory<T> {
  return { past: [], present, future: [], place: null };
}

/** The history with a new state; changes of one place in a row are one step. */
export function afterChange<T>(
  history: UndoHistory<T>,
  present: T,
  place: string | null,
): UndoHistory<T> {
  const same = place !== null && place === history.place;
  const past = same ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present, future: [], place };
}

/** One step back; the same history where there is none. */
export function afterUndo<T>({ past, present, future, place }: UndoHistory<T>): UndoHistory<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future, place };
  return { past: past.slice(0, -1), present: before, future: [present, ...future], place: null };
}

/** One step forward again; the same history where there is none. */
export function afterRedo<T>({ past, present, future, place }: UndoHistory<T>): UndoHistory<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, present, future, place };
  return { past: [...past, present], present: next, future: rest, place: null };
}
