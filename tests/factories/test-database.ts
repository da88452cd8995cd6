import fs from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { type Connection, connect } from "@/db/client";
import { migrateDatabase, migrationsFolder } from "@/db/migrate";
import { databaseUrl } from "@/db/url";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { base32 } from "@/lib/shared/ids";
import { plainClient, setPlainSql } from "@/tests/factories/plain-sql";

/** Key of the advisory lock under which the template is made. */
const TEMPLATE_LOCK = 7_261_952;

/** A database of one test file's own. */
export interface TestDatabase extends Connection {
  url: string;
  /** A pool with the driver's own reading of dates and JSON. */
  plain: postgres.Sql;
  /** Closes it and takes it away. */
  drop(): Promise<void>;
}

/** What a test database begins with. */
export interface TestDatabaseOptions {
  /** No tables either; otherwise all of them, without rows. */
  empty?: boolean;
}

/** Makes a database, as a rule copied from a template that is migrated once. */
export async function makeTestDatabase({
  empty = false,
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = await databaseUrl();
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  const name = `test_${base32(crypto.getRandomValues(new Uint8Array(8)))}`;
  const url = withDatabase(server, name);
  try {
    const template = empty ? "template0" : await ensureTemplate(admin, server);
    await admin.unsafe(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
  const connection = connect(url, { connections: 20 });
  const plain = plainClient(url);
  const close = async () => {
    await Promise.all([connection.close(), plain.end({ timeout: 5 })]);
  };
  return { ...connection, close, url, plain, drop: () => drop(server, name, close) };
}

/** Makes a database without any table. @returns its URL, and what takes it away */
export async function makeEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await databaseUrl();
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  const name = `test_${base32(crypto.getRandomValues(new Uint8Array(8)))}`;
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  return { url: withDatabase(server, name), drop: () => drop(server, name, async () => {}) };
}

async function ensureTemplate(admin: postgres.Sql, server: string): Promise<string> {
  const template = `template_${migrationsDigest()}`;
  await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  const [found] = await admin`select 1 from pg_database where datname = ${template}`;
  if (!found) {
    const draft = `${template}_draft`;
    await admin.unsafe(`drop database if exists ${draft} with (force)`);
    await admin.unsafe(`create database ${draft}`);
    await migrateDatabase(withDatabase(server, draft));
    await admin.unsafe(`alter database ${draft} rename to ${template}`);
  }
  await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  return template;
}

function migrationsDigest(): string {
  const folder = migrationsFolder();
  const files = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  const texts = files.map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
  // The job queue's tables come with the code that migrates.
  const queue = fs.readFileSync(path.join(folder, "..", "migrate.ts"), "utf8");
  return sha256Hex([...texts, queue].join("\n")).slice(0, 16);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function drop(server: string, name: string, close: () => Promise<void>): Promise<void> {
  await close();
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}

/** Where the services of this process keep their pool. */
const shared = globalThis as typeof globalThis & {
  studyConnection?: Promise<Connection> | undefined;
};

/** Lets the services use another database while `act` runs. */
export async function useDatabase(url: string, act: () => Promise<void>): Promise<void> {
  const before = shared.studyConnection;
  const connection = connect(url, { connections: 5 });
  shared.studyConnection = Promise.resolve(connection);
  try {
    await act();
  } finally {
    shared.studyConnection = before;
    await connection.close();
  }
}

/**
 * Gives a test file a database of its own, which the services use as theirs while it runs.
 * @returns filled before the first test
 */
export function ownDatabase(options: TestDatabaseOptions = {}): { current: TestDatabase } {
  const holder = {} as { current: TestDatabase };
  beforeAll(async () => {
    holder.current = await makeTestDatabase(options);
    shared.studyConnection = Promise.resolve(holder.current);
    setPlainSql(holder.current.plain);
  });
  afterAll(async () => {
    shared.studyConnection = undefined;
    setPlainSql();
    await holder.current?.drop();
  });
  return holder;
}
