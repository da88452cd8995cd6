import type { LoadedCorpus } from "@/lib/datasets/load";
import { buildSuffixIndex, type SuffixIndex } from "@/lib/datasets/suffix-array";
import type { Texts } from "@/lib/datasets/windows";

/** Between two texts, so that no match runs across a join; no alphabet has this class. */
const SEPARATOR = 65535;

/**
 * Everything that a model trained on this corpus has seen, validation included. A melody text that
 * was one unbroken string is whole again; separate pieces stay separate.
 */
export function trainingTexts({ encoding, train, validation }: LoadedCorpus): Texts {
  const all = [...train, ...validation];
  const unbroken = encoding === "melody" && train.length === 1 && validation.length === 1;
  if (!unbroken) return all;
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
