import type { Batch } from "@/lib/datasets/windows";
import type { Encoding } from "@/lib/encoding/encoding";
import type { Rng } from "@/lib/shared/rng";

/** Semitones by which training windows are moved. */
export const LOWEST_SHIFT = -5;
export const HIGHEST_SHIFT = 6;

function shifted(
  events: ArrayLike<number>,
  semitones: number,
  encoding: Encoding,
): number[] | null {
  const result: number[] = [];
  for (let i = 0; i < events.length; i++) {
    const moved = encoding.transpose(events[i]!, semitones);
    if (moved === undefined) return null;
    result.push(moved);
  }
  return result;
}

/**
 * Moves a drawn share of the windows, each with its label, by a drawn number of semitones; a window
 * that would leave the range stays as it is.
 * @param share 0..1
 */
export function transposeBatch(batch: Batch, share: number, encoding: Encoding, rng: Rng): void {
  const size = batch.windows.length / batch.size;
  for (let row = 0; row < batch.size; row++) {
    // Both draws are always made, so that one window's outcome never shifts the next one's draws.
    const chosen = rng.float() < share;
    const semitones = rng.int(LOWEST_SHIFT, HIGHEST_SHIFT);
    if (!chosen || semitones === 0) continue;
    const window = batch.windows.subarray(row * size, (row + 1) * size);
    const moved = shifted([...window, batch.labels[row]!], semitones, encoding);
    if (!moved) continue;
    window.set(moved.slice(0, size));
    batch.labels[row] = moved[size]!;
  }
}
