import fs from "node:fs";
import path from "node:path";
import { findBinaries } from "@/db/embedded/binaries";
import { clusterExists } from "@/db/embedded/cluster";
import { migrationsFolder } from "@/db/migrate";
import { probeDatabase } from "@/db/probe";
import { databaseUrl, embeddedFolder } from "@/db/url";
import { env } from "@/lib/shared/env";
import { errorReason, type Finding } from "./finding";

/** The oldest PostgreSQL that the tables need. */
const OLDEST_POSTGRES = 14;

/** The database: reachable, new enough, its tables up to date. The embedded one is started. */
export async function lookAtDatabase(): Promise<Finding[]> {
  const own = !env().DATABASE_URL;
  try {
    if (own && !clusterExists(embeddedFolder())) return [notMadeYet()];
    const url = await databaseUrl();
    return await askDatabase(url, own ? `embedded, ${embeddedFolder()}` : new URL(url).host);
  } catch (error) {
    const next = own
      ? `read ${path.join(embeddedFolder(), "server.log")}, or set DATABASE_URL`
      : "check DATABASE_URL and that the server answers there";
    return [{ subject: "database", status: "broken", found: errorReason(error), next }];
  }
}

function notMadeYet(): Finding {
  findBinaries();
  const found = `embedded PostgreSQL is installed; no database in ${embeddedFolder()} yet`;
  return { subject: "database", status: "note", found, next: "npm start" };
}

async function askDatabase(url: string, where: string): Promise<Finding[]> {
  const { version, versionNumber, migrations } = await probeDatabase(url);
  return [
    versionFinding(version, versionNumber, where),
    migrationFinding(migrations, migrationCount()),
  ];
}

function versionFinding(version: string, number: number, where: string): Finding {
  const found = `PostgreSQL ${version}, ${where}`;
  if (number >= OLDEST_POSTGRES * 10_000) return { subject: "database", status: "right", found };
  const next = `use PostgreSQL ${OLDEST_POSTGRES} or newer`;
  return { subject: "database", status: "broken", found, next };
}

function migrationCount(): number {
  const file = path.join(migrationsFolder(), "meta", "_journal.json");
  const journal = JSON.parse(fs.readFileSync(file, "utf8")) as { entries: unknown[] };
  return journal.entries.length;
}

/** How the database's tables stand to the code's: as many migrations, fewer, or more. */
export function migrationFinding(done: number, known: number): Finding {
  const subject = "migrations";
  const found = `${done} of ${known} applied`;
  if (done === known) return { subject, status: "right", found };
  if (done < known) return { subject, status: "note", found, next: "npx study db start" };
  const next = "the database was made by newer code: update this checkout";
  return { subject, status: "broken", found, next };
}
