import { sql } from "drizzle-orm";
import { database } from "@/lib/services/database";

/** A database that takes longer than this to say 1 can't serve anybody, in ms. */
const PATIENCE_MS = 2000;

/** Whether the database answers the shortest question within two seconds; never throws. */
export async function databaseAnswers(): Promise<boolean> {
  const asked = database()
    .then((db) => db.execute(sql`select 1`))
    .then(() => true)
    .catch(() => false);
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref());
  return Promise.race([asked, late]);
}
