import { createHash, type Hash } from "node:crypto";
import fs from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { InputError } from "@/lib/shared/invariant";
import {
  type BackupContents,
  CONTENTS_ENTRY,
  countRows,
  parseContents,
  tableOfEntry,
} from "./backup-format";

/** Rows of one table out of a backup, in the order in which they were written. */
export interface BackupRows {
  table: string;
  bytes: Buffer;
}

/**
 * Reads a backup from its first byte to its last.
 * @param file its place
 * @param onRows called with the rows of each entry, one after the other; the next waits for it
 * @returns its list of contents
 * @throws InputError where it is no backup, or cut off
 */
export async function readBackup(
  file: string,
  onRows: (rows: BackupRows) => void | Promise<void>,
): Promise<BackupContents> {
  if (!fs.existsSync(file)) throw new InputError(`expected a backup at ${file}, found none`);
  const entries = extract();
  const fed = pipeline(fs.createReadStream(file), createGunzip(), entries);
  // What breaks it breaks the reading below as well, which tells it.
  fed.catch(() => {});
  let contents: BackupContents | undefined;
  try {
    for await (const entry of entries) {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      const bytes = Buffer.concat(parts);
      const table = tableOfEntry(entry.header.name);
      if (table) await onRows({ table, bytes });
      else if (entry.header.name === CONTENTS_ENTRY) contents = parseContents(bytes.toString());
    }
    await fed;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`expected a whole backup, ${file} can't be read: ${reason}`, { cause });
  }
  if (contents) return contents;
  throw new InputError(
    `expected ${CONTENTS_ENTRY} at the end of ${file}, found none: it is cut off`,
  );
}

/**
 * Checks every row of a backup against its own digests.
 * @returns its list of contents
 * @throws InputError naming the first table that is not as it was written
 */
export async function verifyBackup(file: string): Promise<BackupContents> {
  const seen = new Map<string, { digest: Hash; rows: number }>();
  const contents = await readBackup(file, ({ table, bytes }) => {
    const sum = seen.get(table) ?? { digest: createHash("sha256"), rows: 0 };
    sum.digest.update(bytes);
    seen.set(table, { digest: sum.digest, rows: sum.rows + countRows(bytes) });
  });
  for (const { name, rows, sha256 } of contents.tables) {
    const found = seen.get(name) ?? { digest: createHash("sha256"), rows: 0 };
    if (found.rows !== rows) {
      throw new InputError(`table ${name} of ${file}: expected ${rows} rows, got ${found.rows}`);
    }
    if (found.digest.digest("hex") !== sha256) {
      throw new InputError(`table ${name} of ${file}: expected digest ${sha256}, got another`);
    }
  }
  return contents;
}
