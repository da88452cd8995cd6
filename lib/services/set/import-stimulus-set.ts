import fs from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { blobs, stimuli, stimulusFiles, stimulusSets } from "@/db/schema/stimuli";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { InputError } from "@/lib/shared/invariant";
import {
  FILE_KINDS,
  type FileKind,
  type Manifest,
  parseManifest,
  type Stimulus,
} from "@/lib/stimuli/manifest";
import { MANIFEST_FILE, setIdOf, stimulusFileName, stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

/** Where a set comes from, beside its manifest. */
export interface SetOrigin {
  /** The set that this one was regenerated from. */
  parentId?: string | undefined;
  /** The job that made it: one job imports one set, however often it is run. */
  jobId?: string | undefined;
  createdBy?: string | undefined;
}

/** An imported set. */
export interface ImportedSet {
  id: string;
  stimuli: number;
  /** The very same set was there already; nothing was stored. */
  existed: boolean;
}

/**
 * Imports a stimulus folder (manifest.json and the files it names) as a draft set, in one
 * transaction. A folder imported before gives the same set again.
 * @throws InputError where the manifest or a file is missing, wrong, or not what its digest says
 */
export async function importStimulusSet(
  folder: string,
  origin: SetOrigin = {},
): Promise<ImportedSet> {
  const manifest = parseManifest(await readJson(path.join(folder, MANIFEST_FILE)));
  return storeStimulusSet(manifest, (id, kind) => readStimulusFile(folder, id, kind), origin);
}

/**
 * Stores a set whose bytes come from anywhere (a folder, a worker's memory) as a draft.
 * @param read gives the bytes of one file of one stimulus
 * @throws InputError where an id or a digest does not fit the content
 */
export async function storeStimulusSet(
  manifest: Manifest,
  read: (stimulusId: string, kind: FileKind) => Promise<Uint8Array>,
  origin: SetOrigin = {},
): Promise<ImportedSet> {
  for (const stimulus of manifest.stimuli) checkId(stimulus);
  const id = setIdOf(manifest);
  const db = await database();
  return withTransaction(db, async (tx) => {
    const inserted = await tx
      .insert(stimulusSets)
      .values({
        id,
        name: manifest.set.name,
        preset: manifest.set.preset,
        details: manifest.set,
        ...origin,
      })
      .onConflictDoNothing()
      .returning({ id: stimulusSets.id });
    if (inserted.length === 0) return existingSet(tx, id, origin);
    await tx
      .insert(stimuli)
      .values(manifest.stimuli.map((stimulus, i) => stimulusRow(id, stimulus, i)));
    for (const stimulus of manifest.stimuli) await storeFiles(tx, id, stimulus, read);
    return { id, stimuli: manifest.stimuli.length, existed: false };
  });
}

async function existingSet(tx: Database, id: string, origin: SetOrigin): Promise<ImportedSet> {
  const same = await tx
    .select({ id: stimulusSets.id })
    .from(stimulusSets)
    .where(eq(stimulusSets.id, id));
  const ofJob = origin.jobId
    ? await tx
        .select({ id: stimulusSets.id })
        .from(stimulusSets)
        .where(eq(stimulusSets.jobId, origin.jobId))
    : [];
  const found = same[0] ?? ofJob[0]!;
  const count = await tx.$count(stimuli, eq(stimuli.setId, found.id));
  return { id: found.id, stimuli: count, existed: true };
}

function checkId(stimulus: Stimulus): void {
  const { role, condition, item } = stimulus;
  const expected = stimulusIdOf({ role, condition, item, mp3: stimulus.files.mp3.sha256 });
  if (stimulus.id !== expected) {
    throw new InputError(`manifest: expected id ${expected} from the content, got ${stimulus.id}`);
  }
}

function stimulusRow(
  setId: string,
  stimulus: Stimulus,
  position: number,
): typeof stimuli.$inferInsert {
  const { files: _, seed, ...rest } = stimulus;
  return { ...rest, setId, position, seed: seed === null ? null : String(seed) };
}

async function storeFiles(
  tx: Database,
  setId: string,
  stimulus: Stimulus,
  read: (stimulusId: string, kind: FileKind) => Promise<Uint8Array>,
): Promise<void> {
  for (const kind of FILE_KINDS) {
    const file = stimulus.files[kind];
    if (!file) continue;
    const bytes = await read(stimulus.id, kind);
    const digest = sha256Hex(bytes);
    if (digest !== file.sha256 || bytes.length !== file.bytes) {
      throw new InputError(
        `${stimulusFileName(stimulus.id, kind)}: expected ${file.bytes} bytes with digest ` +
          `${file.sha256}, got ${bytes.length} with ${digest}`,
      );
    }
    await tx
      .insert(blobs)
      .values({ sha256: digest, bytes, length: bytes.length })
      .onConflictDoNothing();
    await tx.insert(stimulusFiles).values({ setId, stimulusId: stimulus.id, kind, sha256: digest });
  }
}

async function readStimulusFile(folder: string, id: string, kind: FileKind): Promise<Uint8Array> {
  const file = path.join(folder, stimulusFileName(id, kind));
  try {
    return await fs.readFile(file);
  } catch (cause) {
    throw new InputError(`expected the file ${file} that the manifest names`, { cause });
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await fs.readFile(file, "utf8").catch((cause) => {
    throw new InputError(`expected a stimulus folder with ${file}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${file}: expected JSON`, { cause });
  }
}
