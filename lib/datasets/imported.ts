import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { LoadedCorpus } from "@/lib/datasets/load";
import type { Texts } from "@/lib/datasets/windows";
import { ENCODING_IDS } from "@/lib/encoding/encoding";
import { ENCODINGS } from "@/lib/encoding/registry";
import { InputError } from "@/lib/shared/invariant";

/** The one file of an imported corpus. */
export const IMPORTED_FILE = "corpus.json";

/** How pieces are given to training, validation and evaluation, in words. */
const SPLITS = {
  "whole-pieces": "whole pieces in the order of their digests: evaluation, validation, training",
  "ends-of-pieces": "the end of each piece: training, then validation, then evaluation",
} as const;
type SplitId = keyof typeof SPLITS;
const SPLIT_IDS = Object.keys(SPLITS) as SplitId[];

const splitIdOf = (split: unknown) => SPLIT_IDS.find((id) => SPLITS[id] === split) ?? split;

const textsSchema = z.array(z.array(z.int().min(0)));

/** What `study data import-midi` writes: the texts as classes, and where they came from. */
export const importedSchema = z.strictObject({
  format: z.literal(1),
  encoding: z.enum(ENCODING_IDS),
  /** How pieces were given to training, validation and evaluation; older files hold the words. */
  split: z.preprocess(splitIdOf, z.enum(SPLIT_IDS)),
  sources: z.array(
    z.strictObject({
      file: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      steps: z.int().positive(),
      events: z.int().positive(),
      /** Metre at its start, for example 3/4; 4/4 in files that say nothing. */
      metre: z.string().optional(),
      /** Semitones by which it was transposed. */
      transposed: z.int().optional(),
      /** Notes that were moved to the sixteenth grid. */
      moved: z.int().optional(),
    }),
  ),
  texts: z.strictObject({ train: textsSchema, validation: textsSchema, eval: textsSchema }),
});

/** Content of `corpus.json`. */
export type ImportedCorpus = z.infer<typeof importedSchema>;

/** True when the text is a folder that holds an imported corpus. */
export function isImportedCorpus(id: string): boolean {
  return fs.existsSync(path.join(id, IMPORTED_FILE));
}

function checkClasses(texts: number[][], classes: number, where: string): Texts {
  return texts.map((text) => {
    const wrong = text.find((event) => event >= classes);
    if (wrong !== undefined) {
      throw new InputError(`${where}: expected classes below ${classes}, got ${wrong}`);
    }
    return Uint16Array.from(text);
  });
}

/**
 * Reads an imported corpus.
 * @throws InputError when its file is not what `study data import-midi` writes
 */
export function loadImported(folder: string): LoadedCorpus {
  const file = path.join(folder, IMPORTED_FILE);
  const bytes = fs.readFileSync(file);
  const result = importedSchema.safeParse(parseJson(bytes.toString("utf8"), file));
  if (!result.success) {
    const first = result.error.issues[0]!;
    throw new InputError(`${file}: ${first.path.join(".") || "whole file"}: ${first.message}`);
  }
  const { encoding, texts } = result.data;
  const { classes } = ENCODINGS[encoding];
  return {
    id: folder,
    encoding,
    classes,
    digest: createHash("sha256").update(bytes).digest("hex"),
    train: checkClasses(texts.train, classes, file),
    validation: checkClasses(texts.validation, classes, file),
    eval: checkClasses(texts.eval, classes, file),
  };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${where}: expected JSON, got something else`, { cause });
  }
}
