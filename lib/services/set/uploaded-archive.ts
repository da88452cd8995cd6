import { eq, lt } from "drizzle-orm";
import { uploads } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";
import { secondsAgo } from "@/lib/services/sql-terms";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";

/** An archive whose job never ended well is kept for so long: until then it can be run again. */
const KEPT_DAYS = 7;

/** Stores an uploaded archive where every worker can reach it; its id. */
export async function keepUpload(bytes: Uint8Array, createdBy: string): Promise<string> {
  const db = await database();
  const id = newId("upload");
  await db.insert(uploads).values({ id, bytes, length: bytes.length, createdBy });
  return id;
}

/** The bytes of an uploaded archive. @throws InputError where it is gone */
export async function readUpload(id: string): Promise<Uint8Array> {
  const db = await database();
  const [found] = await db.select({ bytes: uploads.bytes }).from(uploads).where(eq(uploads.id, id));
  if (!found)
    throw new InputError("the uploaded archive is gone: upload it again", { code: "not found" });
  return found.bytes;
}

/** Takes an archive away that is not needed any more. */
export async function dropUpload(id: string): Promise<void> {
  const db = await database();
  await db.delete(uploads).where(eq(uploads.id, id));
}

/** Takes archives away that nobody came back for; the number of them. */
export async function dropOldUploads(): Promise<number> {
  const db = await database();
  const gone = await db
    .delete(uploads)
    .where(lt(uploads.createdAt, secondsAgo(KEPT_DAYS * 24 * 3600)))
    .returning({ id: uploads.id });
  return gone.length;
}
