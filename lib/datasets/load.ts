import { readCorpusFile } from "@/lib/datasets/files";
import { type CorpusId, corpusById } from "@/lib/datasets/registry";
import { splitValidation, type Texts } from "@/lib/datasets/windows";
import { eventsFromText } from "@/lib/encoding/melody";

/** The three uses of a corpus: fit on train, stop on validation, report on eval once. */
export interface LoadedCorpus {
  id: CorpusId;
  classes: number;
  /** SHA-256 of the training file. */
  digest: string;
  train: Texts;
  validation: Texts;
  eval: Texts;
}

function text(bytes: Buffer): Uint16Array {
  return Uint16Array.from(eventsFromText(bytes.toString("latin1").trimEnd()));
}

/**
 * Reads, checks and splits a corpus. Melody texts: the last 5 % of the training text is the
 * validation text and no window crosses the cut. Chorales come split by their authors.
 * @throws InputError when a file is absent, has a wrong digest, or holds a wrong character
 */
export function loadCorpus(id: string, folder?: string): LoadedCorpus {
  const corpus = corpusById(id);
  const digest = corpus.files.train.sha256;
  const [train, validation] = splitValidation(text(readCorpusFile(corpus.files.train, folder)));
  const evalText = text(readCorpusFile(corpus.files.eval, folder));
  return {
    id: corpus.id,
    classes: 38,
    digest,
    train: [train],
    validation: [validation],
    eval: [evalText],
  };
}
