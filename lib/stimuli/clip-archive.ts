import { type UnzipFileInfo, unzipSync } from "fflate";
import { InputError } from "@/lib/shared/invariant";

/** The largest archive that is taken, in bytes. */
export const ARCHIVE_BYTES = 200_000_000;
/** The largest file in it, unpacked. */
const FILE_BYTES = 150_000_000;
/** Everything in it, unpacked. */
const UNPACKED_BYTES = 1_000_000_000;

/**
 * Unpacks a zip of clips: the bytes of its files by name, without a folder that holds all of them,
 * without hidden files and those that some systems add.
 * @throws InputError where it is no zip, or holds no files, or too much
 */
export function readClipArchive(zip: Uint8Array): Map<string, Uint8Array> {
  if (zip.length > ARCHIVE_BYTES) {
    throw new InputError(`archive: expected at most ${megabytes(ARCHIVE_BYTES)}`);
  }
  const found = unpack(zip);
  const files = Object.entries(found);
  if (files.length === 0) throw new InputError("archive: expected files in the zip, found none");
  const outer = outerFolder(files.map(([name]) => name));
  return new Map(files.map(([name, bytes]) => [name.slice(outer.length), bytes]));
}

function unpack(zip: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    if (name.endsWith("/") || isHidden(name)) return false;
    total += originalSize;
    if (originalSize > FILE_BYTES)
      throw new InputError(`archive: ${name}: expected at most ${megabytes(FILE_BYTES)} unpacked`);
    if (total > UNPACKED_BYTES)
      throw new InputError(`archive: expected at most ${megabytes(UNPACKED_BYTES)} unpacked`);
    return true;
  };
  try {
    return unzipSync(zip, { filter });
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError("archive: expected a zip file, got something else or a damaged one", {
      cause,
    });
  }
}

function isHidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

/** `clips/` where every name begins with it, else nothing. */
function outerFolder(names: readonly string[]): string {
  const first = names[0]!.slice(0, names[0]!.indexOf("/") + 1);
  return first !== "" && names.every((name) => name.startsWith(first)) ? first : "";
}

function megabytes(bytes: number): string {
  return `${bytes / 1e6} MB`;
}

/** A row of the preview of an upload. */
export interface PreviewedRow {
  line: number;
  file: string;
  role: string;
  condition: string;
  item: string;
}

/** What will be made of an upload, and what is wrong with it. */
export interface UploadPreview {
  rows: PreviewedRow[];
  /** One line for each bad row, in the table's order. */
  problems: string[];
  /** Files that no row names. */
  unused: string[];
}

/** A row number at the head of a problem. */
const lineOf = (problem: string) => Number(/^row (\d+)/.exec(problem)?.[1] ?? 0);

/**
 * Compares a table with an archive before anything is sent or decoded: are all files there, and of a
 * format that is taken?
 * @param isClip whether bytes look like a sound or MIDI file
 */
export function previewUpload(
  table: { rows: readonly PreviewedRow[]; problems: readonly string[] },
  files: ReadonlyMap<string, Uint8Array>,
  isClip: (bytes: Uint8Array) => boolean,
): UploadPreview {
  const problems = [...table.problems];
  for (const { line, file } of table.rows) {
    const bytes = files.get(file);
    if (!bytes) problems.push(`row ${line}: ${file}: expected a file in the archive, found none`);
    else if (!isClip(bytes))
      problems.push(
        `row ${line}: ${file}: expected a WAV, FLAC, MP3 or MIDI file, got another format`,
      );
  }
  problems.sort((a, b) => lineOf(a) - lineOf(b));
  const named = new Set(table.rows.map(({ file }) => file));
  const unused = [...files.keys()].filter((name) => !named.has(name) && !name.endsWith(".csv"));
  return { rows: [...table.rows], problems, unused };
}
