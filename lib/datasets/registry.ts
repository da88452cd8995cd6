import type { EncodingId } from "@/lib/encoding/encoding";
import { InputError } from "@/lib/shared/invariant";

/** One file of a corpus as its authors published it. */
export interface CorpusFile {
  name: string;
  url: string;
  sha256: string;
}

/** A corpus: its files and how they are read. */
export interface Corpus {
  encoding: EncodingId;
  title: string;
  /** May excerpts ship inside a checkpoint or a stimulus set? */
  redistributable: boolean;
  files: Record<"train" | "eval", CorpusFile>;
}

const LOCAL_CONV =
  "https://raw.githubusercontent.com/Somedaywilldo/local_conv_music_generation/f7de1f5b1cd4da023a1312c8ea8fefbf7c997dd5/monophony/datasets/";
const CHORALES =
  "https://raw.githubusercontent.com/czhuang/JSB-Chorales-dataset/9a7f733ddb4ed91f48da64ac7f0f621c34aadd4d/";

const file = (folder: string, name: string, sha256: string): CorpusFile => ({
  name,
  url: folder + name,
  sha256,
});

const choralesFile = file(
  CHORALES,
  "Jsb16thSeparated.json",
  "79294cc374f9252e95ef4b703161524c1c53dc1f712c236f00f1c1f5d54af5a7",
);

/** Every corpus by its id. */
export const CORPORA = {
  bach: {
    encoding: "melody",
    title: "Bach melodies",
    redistributable: true,
    files: {
      train: file(
        LOCAL_CONV,
        "Bach_train.txt",
        "db325dcea26b76ea9d5f695a1e5c34da2fa4da8ad58fe4ffc0f718282c9867bf",
      ),
      eval: file(
        LOCAL_CONV,
        "Bach_eval.txt",
        "b0883aba9c9d2b5e95dcad1a8c8b6adaa818edbeddf270ccab34a4f1024916c5",
      ),
    },
  },
  wikifonia: {
    encoding: "melody",
    title: "Wikifonia lead-sheet melodies",
    redistributable: false,
    files: {
      train: file(
        LOCAL_CONV,
        "Wikifonia_train.txt",
        "6a71275bfb5a540a6da9e82c128839332367979871723f18cd424b0eada12d8a",
      ),
      eval: file(
        LOCAL_CONV,
        "Wikifonia_eval.txt",
        "3ef1b7e653ab9c61bbc3798bb0066faf88449da76243326616f7111ef41f52a7",
      ),
    },
  },
  chorales: {
    encoding: "polyphony",
    title: "Bach chorales (JSB)",
    redistributable: true,
    files: { train: choralesFile, eval: choralesFile },
  },
} as const satisfies Record<string, Corpus>;

export type CorpusId = keyof typeof CORPORA;

/** The ids of all corpora. */
export const CORPUS_IDS = Object.keys(CORPORA) as CorpusId[];

/** @throws InputError when there is no such corpus. */
export function corpusById(id: string): Corpus & { id: CorpusId } {
  const corpus = (CORPORA as Record<string, Corpus>)[id];
  if (!corpus)
    throw new InputError(`corpus: expected one of ${CORPUS_IDS.join(", ")}, got "${id}"`);
  return { ...corpus, id: id as CorpusId };
}
