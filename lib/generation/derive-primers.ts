import { loadCorpus } from "@/lib/datasets/load";
import { corpusById } from "@/lib/datasets/registry";
import { choralePrimers } from "@/lib/generation/chorale-primers";
import { trainingTexts } from "@/lib/generation/originality";
import { melodyPrimers, type PrimerList } from "@/lib/generation/primers";
import { InputError } from "@/lib/shared/invariant";

/**
 * The primers of a corpus by the rule of its encoding, from the corpus itself.
 * @throws InputError when the corpus is absent, may not be passed on, or yields too few
 */
export function derivePrimers(id: string): PrimerList {
  const corpus = corpusById(id);
  if (!corpus.redistributable) {
    throw new InputError(`primers: excerpts of ${corpus.title} may not be passed on`);
  }
  const loaded = loadCorpus(id);
  const training = trainingTexts(loaded);
  const digest = corpus.files.eval.sha256;
  if (loaded.encoding === "polyphony") return choralePrimers(id, digest, loaded.eval, training);
  return melodyPrimers(id, digest, loaded.eval[0]!, training[0]!);
}
