import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { check, customType, timestamp } from "drizzle-orm/pg-core";

/** A moment with its zone; columns of this type are named `…_at`. */
export const moment = () => timestamp({ withTimezone: true, mode: "date" });

/** A moment that the database fills in when the row is made. */
export const madeAt = () => moment().notNull().defaultNow();

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});

/** A CHECK that a text column holds one of a closed list of words. */
export function oneOf(name: string, column: AnyColumn, words: readonly string[]) {
  const list = words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ");
  return check(name, sql`${column} in (${sql.raw(list)})`);
}

/** A CHECK that a primary key begins with its prefix, `ses_` for example. */
export function prefixed(name: string, column: AnyColumn, prefix: string) {
  return check(name, sql`${column} ~ ${sql.raw(`'^${prefix}_[0-9a-z]{20}$'`)}`);
}

/** A CHECK that a number is not negative. */
export function notNegative(name: string, ...columns: AnyColumn[]) {
  const all: SQL[] = columns.map((column) => sql`${column} >= 0`);
  return check(name, sql.join(all, sql` and `));
}
