import { longestMatch, type SuffixIndex } from "@/lib/datasets/suffix-array";

export { indexCorpus, trainingTexts } from "@/lib/datasets/training-texts";

/** How much of a clip stands verbatim in the training corpus. */
export interface OriginalityValues {
  /** Longest run of events found verbatim. */
  longestRun: number;
  /** Share (0..1) of the clip's runs of 16, 32 and 64 events that stand in the corpus. */
  share16: number;
  share32: number;
  share64: number;
  /** First event of the longest match in the corpus's text; null where nothing matches. */
  nearestPlace: number | null;
}

/** Compares a clip with the corpus, from every one of its events on. */
export function originality(index: SuffixIndex, events: ArrayLike<number>): OriginalityValues {
  const lengths: number[] = [];
  let longest = { length: 0, place: -1 };
  for (let from = 0; from < events.length; from++) {
    const match = longestMatch(index, events, from);
    lengths.push(match.length);
    if (match.length > longest.length) longest = match;
  }
  const share = (run: number) => {
    const starts = events.length - run + 1;
    if (starts < 1) return 0;
    return lengths.slice(0, starts).filter((length) => length >= run).length / starts;
  };
  return {
    longestRun: longest.length,
    share16: share(16),
    share32: share(32),
    share64: share(64),
    nearestPlace: longest.length > 0 ? longest.place : null,
  };
}
