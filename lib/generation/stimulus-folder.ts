import fs from "node:fs";
import path from "node:path";
import type { FileBytes } from "@/lib/generation/clip-files";
import { InputError } from "@/lib/shared/invariant";
import { type FileKind, type Manifest, parseManifest } from "@/lib/stimuli/manifest";
import { MANIFEST_FILE, stimulusFileName } from "@/lib/stimuli/stimulus-ids";

/** A stimulus set wherever it lies: its manifest, and a way to its files. */
export interface StoredSet {
  manifest: Manifest;
  /** @throws InputError where the file is missing */
  read(stimulusId: string, kind: FileKind): Promise<Uint8Array>;
}

/** @throws InputError when there is a file in the folder */
export function refuseExisting(folder: string): void {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new InputError(`--out: expected a new or empty folder, ${folder} holds files`);
  }
}

/**
 * Writes a stimulus folder whole or not at all: into a folder beside it, then by rename.
 * @param make writes the files of each stimulus and gives the manifest
 * @returns the manifest, checked
 * @throws InputError when the folder holds files
 */
export async function writeStimulusFolder(
  folder: string,
  make: (write: (stimulusId: string, files: FileBytes) => void) => Promise<unknown>,
): Promise<Manifest> {
  refuseExisting(folder);
  const partial = `${folder}.part-${process.pid}`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  try {
    const manifest = parseManifest(
      await make((id, files) => {
        for (const [kind, bytes] of Object.entries(files))
          fs.writeFileSync(path.join(partial, stimulusFileName(id, kind as FileKind)), bytes);
      }),
    );
    fs.writeFileSync(path.join(partial, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(partial, folder);
    return manifest;
  } catch (error) {
    fs.rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Opens a stimulus folder.
 * @throws InputError when it has no manifest, or one that is not right
 */
export function openStimulusFolder(folder: string): StoredSet {
  const file = path.join(folder, MANIFEST_FILE);
  if (!fs.existsSync(file)) throw new InputError(`expected a stimulus folder with ${file}`);
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (cause) {
    throw new InputError(`${file}: expected JSON`, { cause });
  }
  return {
    manifest: parseManifest(value),
    read: async (id, kind) => {
      const where = path.join(folder, stimulusFileName(id, kind));
      if (!fs.existsSync(where))
        throw new InputError(`expected the file ${where} that the manifest names`);
      return fs.readFileSync(where);
    },
  };
}
