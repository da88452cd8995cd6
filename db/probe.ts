import postgres from "postgres";

/** What a look at a database tells, without changing anything. */
export interface DatabaseFacts {
  /** Server version in words, and as PostgreSQL's number (180004). */
  version: string;
  versionNumber: number;
  /** Migrations recorded as applied; 0 where the tables were never made. */
  migrations: number;
}

/** Asks a server for its version and how many migrations it has seen. @throws what the driver throws */
export async function probeDatabase(url: string): Promise<DatabaseFacts> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: string; number: string }[]>`
      select current_setting('server_version') as version,
        current_setting('server_version_num') as number`;
    const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as found`;
    const done = table!.found
      ? await sql`select count(*)::int as count from drizzle.__drizzle_migrations`
      : [];
    const migrations = Number(done[0]?.count ?? 0);
    return { version: row!.version, versionNumber: Number(row!.number), migrations };
  } finally {
    await sql.end({ timeout: 5 });
  }
}
