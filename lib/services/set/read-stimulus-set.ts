import { asc, eq } from "drizzle-orm";
import { blobs, stimuli, stimulusFiles } from "@/db/schema/stimuli";
import { type Database, database } from "@/lib/services/database";
import { type FileKind, type Manifest, parseManifest } from "@/lib/stimuli/manifest";
import { findStimulusSet } from "./find-stimulus-set";
import { stimulusFile } from "./stimulus-file";

/** A set in the database as its folder would be: the manifest, and a way to the files. */
export interface ReadSet {
  manifest: Manifest;
  read(stimulusId: string, kind: FileKind): Promise<Uint8Array>;
}

type Files = Record<string, { sha256: string; bytes: number }>;

async function filesOf(db: Database, setId: string): Promise<Map<string, Files>> {
  const rows = await db
    .select({
      id: stimulusFiles.stimulusId,
      kind: stimulusFiles.kind,
      sha256: blobs.sha256,
      bytes: blobs.length,
    })
    .from(stimulusFiles)
    .innerJoin(blobs, eq(blobs.sha256, stimulusFiles.sha256))
    .where(eq(stimulusFiles.setId, setId));
  const files = new Map<string, Files>();
  for (const { id, kind, ...file } of rows) files.set(id, { ...files.get(id), [kind]: file });
  return files;
}

/**
 * Reads a stimulus set back as a manifest with its files.
 * @param reference id or name of the set
 * @throws InputError where there is no such set
 */
export async function readStimulusSet(reference: string): Promise<ReadSet> {
  const set = await findStimulusSet(reference);
  const db = await database();
  const files = await filesOf(db, set.id);
  const rows = await db
    .select()
    .from(stimuli)
    .where(eq(stimuli.setId, set.id))
    .orderBy(asc(stimuli.position));
  const manifest = parseManifest({
    format: 1,
    set: set.details,
    stimuli: rows.map(({ setId: _, position: __, catch: asked, ...row }) => ({
      ...row,
      files: files.get(row.id) ?? {},
      ...(asked ? { catch: asked } : {}),
    })),
  });
  return {
    manifest,
    read: async (id, kind) => (await stimulusFile(set.id, id, kind)).bytes,
  };
}
