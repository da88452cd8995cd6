import { soundFormat } from "@/lib/audio/sound-format";
import { InputError } from "@/lib/shared/invariant";
import { previewUpload, readClipArchive, type UploadPreview } from "@/lib/stimuli/clip-archive";
import { parseClipTable } from "@/lib/stimuli/clip-table";

/** An upload as the browser has read it, before it is sent. */
export interface LocalUpload {
  /** Text of the table. */
  table: string;
  preview: UploadPreview;
  files: ReadonlyMap<string, Uint8Array>;
}

/** Reads zip and table in the browser; where one of them cannot be read, why. */
export async function readLocalUpload(
  archive: File,
  table: File | null,
): Promise<LocalUpload | { message: string }> {
  try {
    const files = readClipArchive(new Uint8Array(await archive.arrayBuffer()));
    const text = table ? await table.text() : tableInside(files);
    return { table: text, files, preview: previewUpload(parseClipTable(text), files, isClip) };
  } catch (error) {
    if (error instanceof InputError) return { message: error.message };
    return { message: "the files could not be read: choose them again" };
  }
}

function tableInside(files: ReadonlyMap<string, Uint8Array>): string {
  const tables = [...files].filter(([name]) => name.toLowerCase().endsWith(".csv"));
  if (tables.length !== 1) {
    throw new InputError(
      `expected a table: choose a CSV file, or put exactly one into the zip (it holds ${tables.length})`,
    );
  }
  return new TextDecoder().decode(tables[0]![1]);
}

/** Whether bytes look like MIDI. */
export function isMidi(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === "MThd";
}

function isClip(bytes: Uint8Array): boolean {
  return isMidi(bytes) || soundFormat(bytes) !== null;
}
