import { longestMatch, type SuffixIndex } from "@/lib/datasets/suffix-array";
import { type Places, reach, type Texts, type WindowLayout } from "@/lib/datasets/windows";

/**
 * Places whose window and label do not stand together in the training text (consecutive windows).
 * @param index over the whole training text
 * @returns indices into `places`
 */
export function unseenPlaces(
  index: SuffixIndex,
  texts: Texts,
  places: Places,
  layout: WindowLayout,
): Int32Array {
  const span = reach(layout);
  const unseen: number[] = [];
  for (let i = 0; i < places.count; i++) {
    const start = places.starts[i]!;
    const run = texts[places.texts[i]!]!.subarray(start, start + span);
    if (longestMatch(index, run, 0).length < span) unseen.push(i);
  }
  return Int32Array.from(unseen);
}
