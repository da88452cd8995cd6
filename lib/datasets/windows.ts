import { WINDOW } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import type { Rng } from "@/lib/shared/rng";

/**
 * How windows are laid over a text: `size` events `spacing` apart, and the label `ahead` events
 * after the last of them. `consecutive` is what we train and generate with; `paper` is what the
 * paper's later script does, `table` what its first one did, which stood when its training table
 * was published (docs/decisions/0001).
 */
export interface WindowLayout {
  size: number;
  spacing: number;
  ahead: number;
  /** Distance between the starts of two windows. */
  stride: number;
}

/** 64 consecutive events in, the next event out. */
export function consecutiveWindows(stride = 1): WindowLayout {
  return { size: WINDOW, spacing: 1, ahead: 1, stride };
}

/** A start every 9 events, events 9 apart, the label 11 events after the last. */
export const PAPER_WINDOWS: WindowLayout = { size: WINDOW, spacing: 9, ahead: 11, stride: 9 };

/** A start at every event, consecutive events, the label the third event after the last. */
export const TABLE_WINDOWS: WindowLayout = { size: WINDOW, spacing: 1, ahead: 3, stride: 1 };

/** Every layout by the name under which training takes it. */
export const WINDOW_LAYOUTS = {
  consecutive: consecutiveWindows(),
  paper: PAPER_WINDOWS,
  table: TABLE_WINDOWS,
} as const satisfies Record<string, WindowLayout>;
export type WindowLayoutName = keyof typeof WINDOW_LAYOUTS;

/** Contiguous texts (pieces, or one unbroken string), each an array of classes. */
export type Texts = readonly Uint16Array[];

/** Places of all windows, packed for speed: text index and start beside each other. */
export interface Places {
  count: number;
  texts: Int32Array;
  starts: Int32Array;
}

/** Events from the first of a window to its label, both included. */
export function reach(layout: WindowLayout): number {
  return (layout.size - 1) * layout.spacing + layout.ahead + 1;
}

/**
 * Every place at which a whole window and its label lie inside one text.
 * @throws InputError when no text is long enough for a single window
 */
export function windowPlaces(texts: Texts, layout: WindowLayout): Places {
  const span = reach(layout);
  const texts_: number[] = [];
  const starts: number[] = [];
  texts.forEach((text, index) => {
    for (let start = 0; start + span <= text.length; start += layout.stride) {
      texts_.push(index);
      starts.push(start);
    }
  });
  if (starts.length === 0) {
    const longest = Math.max(0, ...texts.map((text) => text.length));
    throw new InputError(
      `windows: expected a text of at least ${span} events, the longest has ${longest}`,
    );
  }
  return { count: starts.length, texts: Int32Array.from(texts_), starts: Int32Array.from(starts) };
}

/** Splits a text: the last `share` of it, a contiguous block, is for validation. */
export function splitValidation(text: Uint16Array, share = 0.05): [Uint16Array, Uint16Array] {
  const cut = text.length - Math.floor(text.length * share);
  return [text.subarray(0, cut), text.subarray(cut)];
}

/** A drawn order of 0..count − 1. */
export function drawnOrder(count: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = rng.int(0, i);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

/** Windows as classes: `windows` is [batch · size] row by row, `labels` is [batch]. */
export interface Batch {
  size: number;
  windows: Uint16Array;
  labels: Uint16Array;
}

/** Copies the windows at the given places out of the texts. */
export function readBatch(
  texts: Texts,
  places: Places,
  which: ArrayLike<number>,
  layout: WindowLayout,
): Batch {
  const size = which.length;
  const batch: Batch = {
    size,
    windows: new Uint16Array(size * layout.size),
    labels: new Uint16Array(size),
  };
  for (let row = 0; row < size; row++) {
    const place = which[row]!;
    const text = texts[places.texts[place]!]!;
    const start = places.starts[place]!;
    const base = row * layout.size;
    for (let i = 0; i < layout.size; i++)
      batch.windows[base + i] = text[start + i * layout.spacing]!;
    batch.labels[row] = text[start + (layout.size - 1) * layout.spacing + layout.ahead]!;
  }
  return batch;
}

/** One-hot rows of a batch of windows: [batch, size, classes], row-major. */
export function oneHotWindows(batch: Batch, size: number, classes: number): Float32Array {
  const data = new Float32Array(batch.size * size * classes);
  for (let i = 0; i < batch.windows.length; i++) data[i * classes + batch.windows[i]!] = 1;
  return data;
}
