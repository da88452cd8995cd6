import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "@/db/schema/index";

/** The database as the services see it: a pool of connections, or one transaction. */
export type Database = NodePgDatabase<typeof schema>;

/** An open pool of connections. */
export interface Connection {
  db: Database;
  /** The database's URL. */
  url: string;
  /** The pool itself. */
  pool: pg.Pool;
  /** Waits for running queries and closes every connection. */
  close(): Promise<void>;
}

/**
 * Opens a pool of connections to a database; nothing is sent until the first query. A server that
 * goes away makes the queries under way fail, never the process; the next ones connect anew.
 * (The `postgres` package throws outside of any query when a connection dies inside a transaction:
 * github.com/porsager/postgres/issues/1208.)
 */
export function connect(url: string, options: { connections?: number } = {}): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  });
  // Without a listener a lost connection would end the process; its query fails by itself.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    db: drizzle(pool, { schema, casing: "snake_case" }),
    url,
    pool,
    close: () => pool.end(),
  };
}
