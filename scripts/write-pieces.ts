import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Writes beside the target first, so that an interrupted export leaves nothing half written there. */
export async function writePieces(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const unfinished = `${path}.part`;
  const remove = () => {
    void rm(unfinished, { force: true }).finally(() => process.exit(130));
  };
  process.once("SIGINT", remove);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    process.removeListener("SIGINT", remove);
  }
}
