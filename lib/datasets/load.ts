import { choraleTexts } from "@/lib/datasets/chorales";
import { readCorpusFile } from "@/lib/datasets/files";
import { isImportedCorpus, loadImported } from "@/lib/datasets/imported";
import { type Corpus, type CorpusId, corpusById } from "@/lib/datasets/registry";
import { splitValidation, type Texts } from "@/lib/datasets/windows";
import type { EncodingId } from "@/lib/encoding/encoding";
import { eventsFromText } from "@/lib/encoding/melody";
import { ENCODINGS } from "@/lib/encoding/registry";

/** The three uses of a corpus: fit on train, stop on validation, report on eval once. */
export interface LoadedCorpus {
  /** A corpus id of the registry, or the folder of an imported corpus. */
  id: string;
  encoding: EncodingId;
  classes: number;
  /** SHA-256 of the training file. */
  digest: string;
  train: Texts;
  validation: Texts;
  eval: Texts;
}

type Parts = Pick<LoadedCorpus, "train" | "validation" | "eval">;
type KnownCorpus = Corpus & { id: CorpusId };

function text(bytes: Buffer): Uint16Array {
  return Uint16Array.from(eventsFromText(bytes.toString("latin1").trimEnd()));
}

/** How the files of each encoding become texts; total by type. */
const READERS: Record<EncodingId, (corpus: KnownCorpus, folder?: string) => Parts> = {
  melody: ({ files }, folder) => {
    const [train, validation] = splitValidation(text(readCorpusFile(files.train, folder)));
    const held = text(readCorpusFile(files.eval, folder));
    return { train: [train], validation: [validation], eval: [held] };
  },
  polyphony: ({ files }, folder) =>
    choraleTexts(readCorpusFile(files.train, folder).toString("utf8")),
};

/**
 * Reads, checks and splits a corpus. Melody texts: the last 5 % of the training text is the
 * validation text and no window crosses the cut. Chorales come split by their authors, imported
 * corpora by `study data import-midi`.
 * @param id a corpus id, or the folder of an imported corpus
 * @throws InputError when a file is absent, has a wrong digest, or holds a wrong character
 */
export function loadCorpus(id: string, folder?: string): LoadedCorpus {
  if (isImportedCorpus(id)) return loadImported(id);
  const corpus = corpusById(id);
  return {
    id: corpus.id,
    encoding: corpus.encoding,
    classes: ENCODINGS[corpus.encoding].classes,
    digest: corpus.files.train.sha256,
    ...READERS[corpus.encoding](corpus, folder),
  };
}

/**
 * A corpus as its publishers split it: a melody's training text is whole again, and what validation
 * measures is the held-out text. For runs that choose nothing by validation.
 */
export function publishedSplit(corpus: LoadedCorpus): LoadedCorpus {
  const ours = corpus.encoding === "melody" && !isImportedCorpus(corpus.id);
  const joined = () => [
    Uint16Array.from([...corpus.train, ...corpus.validation].flatMap((t) => [...t])),
  ];
  return { ...corpus, train: ours ? joined() : corpus.train, validation: corpus.eval };
}

/**
 * The encoding of a corpus, without reading its texts.
 * @throws InputError when there is no such corpus
 */
export function corpusEncoding(id: string): EncodingId {
  return isImportedCorpus(id) ? loadImported(id).encoding : corpusById(id).encoding;
}
