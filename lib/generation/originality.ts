import type { LoadedCorpus } from "@/lib/datasets/load";
import { buildSuffixIndex, longestMatch, type SuffixIndex } from "@/lib/datasets/suffix-array";
import type { Texts } from "@/lib/datasets/windows";

/** Between two texts, so that no match runs across a join; no alphabet has this class. */
const SEPARATOR = 65535;
/** Lengths of the runs that are counted. */
export const RUN_LENGTHS = [16, 32, 64] as const;

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

/** Everything that a model trained on this corpus has seen; a melody text is whole again. */
export function trainingTexts({ encoding, train, validation }: LoadedCorpus): Texts {
  const all = [...train, ...validation];
  if (encoding !== "melody") return all;
  const joined = new Uint16Array(all.reduce((sum, text) => sum + text.length, 0));
  let offset = 0;
  for (const text of all) {
    joined.set(text, offset);
    offset += text.length;
  }
  return [joined];
}

/** An index over the whole corpus, its texts joined. */
export function indexCorpus(texts: Texts): SuffixIndex {
  const joined = new Uint16Array(texts.reduce((sum, text) => sum + text.length + 1, 0));
  let offset = 0;
  for (const text of texts) {
    joined.set(text, offset);
    joined[offset + text.length] = SEPARATOR;
    offset += text.length + 1;
  }
  return buildSuffixIndex(joined);
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
