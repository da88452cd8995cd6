import { desc } from "drizzle-orm";
import { backups } from "@/db/schema/jobs";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";

const PLACE_LENGTH = 500;

/**
 * Notes that a backup was made, for the status page: whoever or whatever made it says so, since the
 * database cannot see it.
 * @param place where it lies, in words
 * @throws InputError where the place is empty or too long
 */
export async function noteBackup(place: string, actor: Actor): Promise<void> {
  const words = place.trim();
  if (words === "" || words.length > PLACE_LENGTH) {
    throw new InputError(`place: expected 1 to ${PLACE_LENGTH} letters, got ${words.length}`, {
      field: "place",
    });
  }
  const db = await database();
  await withTransaction(db, async (tx) => {
    const id = newId("backup");
    await tx.insert(backups).values({ id, place: words });
    const after = { place: words };
    await recordAct(
      actor,
      { act: "system.note-backup", objectKind: "backup", objectId: id, after },
      tx,
    );
  });
}

/** The last backup that was noted, or null. */
export async function lastBackup(): Promise<{ place: string; madeAt: Date } | null> {
  const db = await database();
  const [last] = await db
    .select({ place: backups.place, madeAt: backups.madeAt })
    .from(backups)
    .orderBy(desc(backups.madeAt))
    .limit(1);
  return last ?? null;
}
