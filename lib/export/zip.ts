import { strToU8, Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** One file of an archive; its content is asked for when its turn comes. */
export interface ArchiveFile {
  path: string;
  /** Bytes that are small already (sound, pictures) are stored as they are. */
  packed?: boolean;
  content(): AsyncIterable<string | Uint8Array> | Promise<string | Uint8Array>;
}

/** A zip archive, piece by piece: one file's content at a time is in memory. */
export async function* zipArchive(files: Iterable<ArchiveFile>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const { path, packed, content } of files) {
    const part = packed ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    // One fixed moment, so that equal data give equal files.
    part.mtime = new Date(1980, 0, 1);
    zip.add(part);
    for await (const piece of piecesOf(content())) {
      part.push(bytesOf(piece));
      yield* ready.splice(0);
    }
    part.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

async function* piecesOf(content: ReturnType<ArchiveFile["content"]>) {
  if (Symbol.asyncIterator in content) yield* content;
  else yield await content;
}

/** A copy: what was handed to the packer must not change under it. */
function bytesOf(piece: string | Uint8Array): Uint8Array {
  return typeof piece === "string" ? strToU8(piece) : new Uint8Array(piece);
}
