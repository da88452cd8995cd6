import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "@/db/schema/index";

/** The database as the services see it: a pool of connections, or one transaction. */
export type Database = PostgresJsDatabase<typeof schema>;

/** An open pool of connections. */
export interface Connection {
  db: Database;
  /** The driver itself, for cursors and LISTEN. */
  sql: postgres.Sql;
  /** Waits for running queries (5 s at most) and closes every connection. */
  close(): Promise<void>;
}

/** Opens a pool of connections to a database; nothing is sent until the first query. */
export function connect(url: string, options: { connections?: number } = {}): Connection {
  const sql = postgres(url, {
    max: options.connections ?? 10,
    onnotice: () => {},
    // A restarted server is found again soon.
    connect_timeout: 10,
    idle_timeout: 60,
    backoff: (attempt) => Math.min(2, 0.1 * 2 ** attempt),
  });
  const db = drizzle(sql, { schema, casing: "snake_case" });
  return { db, sql, close: () => sql.end({ timeout: 5 }) };
}
