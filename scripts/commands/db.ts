import type { Command } from "commander";
import type { BackupContents } from "@/db/backup/backup-format";
import { dataPath } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";
import type { RegisterCommands } from "@/scripts/commands/index";
import { holderOf } from "@/scripts/setup/turn.mjs";
import { withDatabase } from "@/scripts/with-database";

/** `study db`: the embedded PostgreSQL. */
export const registerDatabase: RegisterCommands = (program) => {
  const db = program
    .command("db")
    .description("the embedded PostgreSQL (DATABASE_URL replaces it)");
  registerServer(db);
  registerBackups(db);
};

function registerServer(db: Command): void {
  db.command("start")
    .description("start it where it does not run, and bring its tables up to date")
    .action(async () => {
      const { databaseUrl } = await import("@/db/url");
      const { migrateDatabase } = await import("@/db/migrate");
      const url = await databaseUrl();
      await migrateDatabase(url);
      process.stdout.write(`running at ${new URL(url).host}\n`);
    });
  db.command("stop")
    .description("stop it; not while the site runs over it, which would start it again")
    .action(async () => {
      const site = holderOf(dataPath("site.json"), "start.mjs");
      if (site) {
        throw new InputError(
          `expected no running site, got one since ${site.startedAt}: press Ctrl-C there, or kill ${site.pid}`,
        );
      }
      const { embeddedFolder } = await import("@/db/url");
      const { stopServer } = await import("@/db/embedded/server");
      process.stdout.write(stopServer(embeddedFolder()) ? "stopped\n" : "it was not running\n");
    });
  db.command("url")
    .description("print the URL of the database, starting it where it does not run")
    .action(async () => {
      const { databaseUrl } = await import("@/db/url");
      process.stdout.write(`${await databaseUrl()}\n`);
    });
}

function registerBackups(db: Command): void {
  db.command("backup <file>")
    .description("write everything into one file, at one moment, while studies go on")
    .action(async (file: string) => {
      const { backUp } = await import("@/lib/services/system/back-up");
      const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
      const contents = await withDatabase(() => backUp(file, CLI_ACTOR));
      process.stdout.write(`${file}: ${backupLine(contents)}\n`);
    });
  db.command("verify <file>")
    .description("check every row of a backup against its digests")
    .action(async (file: string) => {
      const { verifyBackup } = await import("@/db/backup/read-backup");
      process.stdout.write(`${file} is whole: ${backupLine(await verifyBackup(file))}\n`);
    });
  db.command("restore <file>")
    .description("fill the empty database from a backup of this or older code")
    .action(async (file: string) => {
      const { databaseUrl } = await import("@/db/url");
      const { restore } = await import("@/lib/services/system/back-up");
      const contents = await withDatabase(async () => restore(await databaseUrl(), file));
      process.stdout.write(`restored: ${backupLine(contents)}\n`);
    });
  db.command("backed-up <place>")
    .description("note that a backup was made, for the status page: call it after yours")
    .action(async (place: string) => {
      const { noteBackup } = await import("@/lib/services/system/note-backup");
      const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
      await withDatabase(() => noteBackup(place, CLI_ACTOR));
      process.stdout.write("noted\n");
    });
}

function backupLine({ tables, madeAt }: BackupContents): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${rows} rows of ${tables.length} tables as of ${madeAt}`;
}
