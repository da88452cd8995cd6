import { is } from "drizzle-orm";
import { type PgDatabase, PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { guardedClient } from "@/db/guarded-client";
import * as schema from "@/db/schema/index";

/** The database as the services see it: a pool of connections, or one transaction. */
export type Database = PgDatabase<PostgresJsQueryResultHKT, typeof schema>;

/** An open pool of connections. */
export interface Connection {
  db: Database;
  /** The database's URL. */
  url: string;
  /** Waits for running queries and closes every connection. */
  close(): Promise<void>;
}

/** Seconds that a new connection may take, and that an idle one is kept. */
const CONNECT_SECONDS = 10;
const IDLE_SECONDS = 60;
/** Seconds between two tries to reach a server that is away: the driver's own waits grow to twenty. */
const RETRY_SECONDS = 0.1;

/**
 * Opens a pool of connections to a database; nothing is sent until the first query. A server that
 * goes away makes the queries under way fail, never the process; the next ones connect anew.
 */
export function connect(url: string, { connections = 10 } = {}): Connection {
  const client = postgres(url, {
    max: connections,
    connect_timeout: CONNECT_SECONDS,
    idle_timeout: IDLE_SECONDS,
    backoff: () => RETRY_SECONDS,
    onnotice: () => {},
  });
  return {
    db: drizzle(guardedClient(client, connections), { schema, casing: "snake_case" }),
    url,
    close: () => client.end({ timeout: 5 }),
  };
}

/**
 * Runs work in a transaction: the outer one where there is one, a new one where `db` is the pool.
 * @throws what the work throws; then nothing of the whole transaction is stored
 */
export function withTransaction<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return is(db, PgTransaction) ? work(db) : db.transaction(work);
}
