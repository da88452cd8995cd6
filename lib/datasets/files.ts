import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Corpus, type CorpusFile, corpusById } from "@/lib/datasets/registry";
import { currentEnv } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";

/** Where corpora lie: `STUDY_DATASETS`, else `datasets` under the project's data folder. */
export function datasetsFolder(): string {
  const { STUDY_DATA, STUDY_DATASETS } = currentEnv();
  return path.resolve(STUDY_DATASETS ?? path.join(STUDY_DATA, "datasets"));
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function check(file: CorpusFile, bytes: Uint8Array, where: string): void {
  const digest = sha256(bytes);
  if (digest !== file.sha256) {
    throw new InputError(`${where}: expected the SHA-256 digest ${file.sha256}, got ${digest}`);
  }
}

/**
 * Reads one file of a corpus and checks its digest.
 * @throws InputError when the file is absent or is not the published one
 */
export function readCorpusFile(file: CorpusFile, folder = datasetsFolder()): Buffer {
  const where = path.join(folder, file.name);
  if (!fs.existsSync(where)) {
    throw new InputError(
      `corpus: expected the file ${where}, found none: run "study data fetch", or set STUDY_DATASETS to the folder that holds it`,
    );
  }
  const bytes = fs.readFileSync(where);
  check(file, bytes, where);
  return bytes;
}

/** True when every file of the corpus lies in the folder (digests are not read). */
export function corpusPresent(id: string, folder = datasetsFolder()): boolean {
  return uniqueFiles(corpusById(id)).every((file) => fs.existsSync(path.join(folder, file.name)));
}

/** The files of a corpus, each once. */
export function uniqueFiles(corpus: Corpus): CorpusFile[] {
  const byName = new Map(Object.values(corpus.files).map((file) => [file.name, file]));
  return [...byName.values()];
}

/** Fetches one URL; injectable so that tests need no network. */
export type Fetch = (
  url: string,
) => Promise<{ ok: boolean; status: number; arrayBuffer(): Promise<ArrayBuffer> }>;

/**
 * Downloads what is missing of a corpus; a file appears under its name only once its digest is
 * right, so that an interrupted download leaves nothing behind.
 * @returns the names of the files downloaded
 * @throws InputError where an address does not answer or its digest is another
 */
export async function fetchCorpus(
  id: string,
  { folder = datasetsFolder(), fetcher = fetch as Fetch } = {},
): Promise<string[]> {
  fs.mkdirSync(folder, { recursive: true });
  const missing = uniqueFiles(corpusById(id)).filter(
    (f) => !fs.existsSync(path.join(folder, f.name)),
  );
  for (const file of missing) {
    const answer = await fetcher(file.url);
    if (!answer.ok) throw new InputError(`${file.url}: expected status 200, got ${answer.status}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    check(file, bytes, file.url);
    const partial = path.join(folder, `${file.name}.part-${process.pid}`);
    fs.writeFileSync(partial, bytes);
    fs.renameSync(partial, path.join(folder, file.name));
  }
  return missing.map((file) => file.name);
}

/** Checks every present file of a corpus; one row a file. */
export function verifyCorpus(id: string, folder = datasetsFolder()) {
  return uniqueFiles(corpusById(id)).map((file) => {
    const where = path.join(folder, file.name);
    if (!fs.existsSync(where)) return { file: file.name, status: "absent" as const };
    const digest = sha256(fs.readFileSync(where));
    const status = digest === file.sha256 ? ("right" as const) : ("wrong digest" as const);
    return { file: file.name, status, expected: file.sha256, got: digest };
  });
}
