import postgres from "postgres";
import { databaseAddress } from "@/lib/services/database";

const kept = globalThis as typeof globalThis & { plainSql?: Promise<postgres.Sql> | undefined };

/** A client of the tests' own for plain SQL, beside the one that they look at. */
export function plainSql(): Promise<postgres.Sql> {
  kept.plainSql ??= databaseAddress().then(plainClient);
  return kept.plainSql;
}

/** Plain SQL on a given database from now on; without one, on the process's own again. */
export function setPlainSql(client?: postgres.Sql): void {
  kept.plainSql = client && Promise.resolve(client);
}

/** A small pool with the driver's own reading of dates and JSON. */
export function plainClient(url: string): postgres.Sql {
  return postgres(url, { max: 5, onnotice: () => {} });
}

/** Closes the client, so that a test process can end. */
export async function closePlainSql(): Promise<void> {
  const { plainSql: open } = kept;
  kept.plainSql = undefined;
  if (open) await (await open).end({ timeout: 5 });
}
