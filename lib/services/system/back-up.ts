import fs from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import type { BackupContents } from "@/db/backup/backup-format";
import { restoreBackup } from "@/db/backup/restore-backup";
import { writeBackup } from "@/db/backup/write-backup";
import { jobs } from "@/db/schema/jobs";
import type { Actor } from "@/lib/services/act/record-act";
import { connection, database } from "@/lib/services/database";
import { offer } from "@/lib/services/job/queue-job";
import { noteBackup } from "./note-backup";

/** How many scheduled backups are kept. */
const KEPT = 14;

/** Names of scheduled backups: the day they were made, UTC. */
const SCHEDULED = /^study-\d{4}-\d{2}-\d{2}\.backup\.tar\.gz$/;

/**
 * Writes the whole database into a file while studies go on, and notes it for the status page.
 * @throws Error where the file exists or can't be written
 */
export async function backUp(file: string, actor: Actor): Promise<BackupContents> {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const contents = await writeBackup((await connection()).url, file);
  await noteBackup(path.resolve(file), actor);
  return contents;
}

/**
 * The backup of a day, in a folder that keeps the last fourteen; made already, it stays as it is.
 * @returns its file, or null where it was there
 */
export async function backUpOfDay(folder: string, actor: Actor, now = new Date()) {
  const name = `study-${now.toISOString().slice(0, 10)}.backup.tar.gz`;
  const file = path.join(folder, name);
  if (fs.existsSync(file)) return null;
  await backUp(file, actor);
  const scheduled = fs.readdirSync(folder).filter((entry) => SCHEDULED.test(entry));
  for (const old of scheduled.sort().slice(0, -KEPT)) fs.rmSync(path.join(folder, old));
  return file;
}

/**
 * Fills the empty database at an address from a backup; jobs that waited then are offered again.
 * @throws InputError where the backup is damaged or of newer code, or the database is not empty
 */
export async function restore(url: string, file: string): Promise<BackupContents> {
  const contents = await restoreBackup(url, file);
  const db = await database();
  const waiting = await db.select({ id: jobs.id }).from(jobs).where(eq(jobs.status, "queued"));
  for (const { id } of waiting) await offer(db, id);
  return contents;
}
