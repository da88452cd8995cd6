import { describe, expect, it } from "vitest";
import type { Batch } from "@/lib/datasets/windows";
import { HOLD, melody, NOTE_OFF } from "@/lib/encoding/melody";
import { namedStream } from "@/lib/shared/rng";
import { HIGHEST_SHIFT, LOWEST_SHIFT, transposeBatch } from "@/lib/training/transposition";

/** Rows of four events: a note, hold, note-off, a note a third higher; the label a fifth higher. */
function batchOf(first: readonly number[]): Batch {
  const rows = first.map((f) => [f, HOLD, NOTE_OFF, f + 4]);
  return {
    size: first.length,
    windows: Uint16Array.from(rows.flat()),
    labels: Uint16Array.from(first.map((f) => f + 7)),
  };
}

describe("transposition of training windows", () => {
  it("moves window and label together, by −5 to +6 semitones, and all of these occur", () => {
    const batch = batchOf(new Array(600).fill(15));
    transposeBatch(batch, 1, melody, namedStream(1, "transpose", 0));
    const shifts = new Set<number>();
    for (let row = 0; row < batch.size; row++) {
      const [a, b, c, d] = batch.windows.subarray(row * 4, row * 4 + 4);
      const shift = a! - 15;
      shifts.add(shift);
      expect([b, c, d, batch.labels[row]]).toEqual([HOLD, NOTE_OFF, 19 + shift, 22 + shift]);
    }
    const all = Array.from(
      { length: HIGHEST_SHIFT - LOWEST_SHIFT + 1 },
      (_, i) => LOWEST_SHIFT + i,
    );
    expect([...shifts].sort((x, y) => x - y)).toEqual(all);
  });

  it("leaves a window alone that would leave the range with its label", () => {
    // The label stands on the highest class: only moves down are possible.
    const batch = batchOf(new Array(300).fill(30));
    transposeBatch(batch, 1, melody, namedStream(2, "transpose", 0));
    expect(Math.max(...batch.labels)).toBe(37);
    for (let row = 0; row < batch.size; row++) {
      expect(batch.labels[row]! - batch.windows[row * 4]!).toBe(7);
    }
  });

  it("moves about the asked share, and none at 0", () => {
    const still = batchOf(new Array(50).fill(15));
    transposeBatch(still, 0, melody, namedStream(1));
    expect(still).toEqual(batchOf(new Array(50).fill(15)));
    const batch = batchOf(new Array(4000).fill(15));
    transposeBatch(batch, 0.25, melody, namedStream(1));
    const moved = batch.labels.filter((label) => label !== 22).length / batch.size;
    // One shift in twelve is zero: 0.25 · 11/12 = 0.229, standard error 0.007.
    expect(moved).toBeGreaterThan(0.2);
    expect(moved).toBeLessThan(0.26);
  });

  it("gives one window the same draws whatever its neighbours are", () => {
    const a = batchOf([15, 15, 15, 15]);
    const b = batchOf([30, 2, 15, 15]);
    transposeBatch(a, 0.5, melody, namedStream(4));
    transposeBatch(b, 0.5, melody, namedStream(4));
    expect([...b.windows.subarray(8)]).toEqual([...a.windows.subarray(8)]);
  });
});
