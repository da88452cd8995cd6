import { longestMatch } from "@/lib/datasets/suffix-array";
import { indexCorpus } from "@/lib/datasets/training-texts";
import type { Texts } from "@/lib/datasets/windows";
import { choraleExcerpt, choraleFault } from "@/lib/generation/chorale-rule";
import { evenlyKept, type PrimerList } from "@/lib/generation/primers";

/**
 * Makes the list of a polyphonic corpus: whole beginnings of pieces.
 * @param pieces the evaluation pieces
 * @param training everything that a model was trained on
 * @throws InputError when too few pieces obey the rule
 */
export function choralePrimers(
  corpus: string,
  sha256: string,
  pieces: Texts,
  training: Texts,
): PrimerList {
  const index = indexCorpus(training);
  const fit = pieces.flatMap((piece, start) => {
    const excerpt = choraleExcerpt(piece);
    if (!excerpt || choraleFault(excerpt)) return [];
    const known = longestMatch(index, excerpt.events, 0).length === excerpt.events.length;
    const id = `${corpus}-${String(start).padStart(3, "0")}`;
    return known ? [] : [{ id, start, ...excerpt }];
  });
  return {
    format: 1,
    corpus,
    sha256,
    rule: "chorale-beginnings",
    primers: evenlyKept(fit, corpus),
  };
}
