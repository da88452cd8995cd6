import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readBackup, verifyBackup } from "@/db/backup/read-backup";
import { restoreBackup } from "@/db/backup/restore-backup";
import { writeBackup } from "@/db/backup/write-backup";
import { knownMigrations, migrateDatabase } from "@/db/migrate";
import { type BotWalk, finishBot, startBot } from "@/lib/bots/bot-walk";
import { SYSTEM_ACTOR } from "@/lib/services/act/record-act";
import { auditStudy } from "@/lib/services/study/audit-study";
import { backUpOfDay } from "@/lib/services/system/back-up";
import { lastBackup } from "@/lib/services/system/note-backup";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { makeEmptyDatabase, ownDatabase, useDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "study-backup-"));
const file = path.join(folder, "first.backup.tar.gz");
let site: TestSite;
let halfWay: BotWalk;

beforeAll(async () => {
  const set = await makeTinySet({ name: "kept", items: 4 });
  site = await startSite();
  await makeStudy(set, { slug: "kept", preset: "paper", name: "Kept", mode: "simulated" });
  await finishBot(await startBot(botFor(site.url, "kept", 1)));
  const inTheMiddle = await walkTo(
    botFor(site.url, "kept", 2),
    "trial",
    ({ progress }) => progress.number > 4,
  );
  halfWay = inTheMiddle.walk;
  // While rows are written, the backup shows one moment.
  await Promise.all([
    writeBackup(database.current.url, file),
    finishBot(await startBot(botFor(site.url, "kept", 3))),
  ]);
});
afterAll(async () => {
  await site?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function withEmpty(act: (url: string) => Promise<void>): Promise<void> {
  const empty = await makeEmptyDatabase();
  await act(empty.url).finally(empty.drop);
}

describe("a backup", () => {
  it("holds every table at one moment, whole by its own digests", async () => {
    const contents = await verifyBackup(file);
    const rows = Object.fromEntries(contents.tables.map((table) => [table.name, table.rows]));
    expect(contents.migrations).toEqual(knownMigrations());
    expect(rows.studies).toBe(1);
    expect(rows.sessions).toBeGreaterThanOrEqual(2);
    expect(rows.blobs).toBeGreaterThan(0);
    const trials = new Set<string>();
    await readBackup(file, ({ table, bytes }) => {
      if (table === "trials") for (const line of lines(bytes)) trials.add(line.split("\t")[0]!);
    });
    const ratedTrials = new Set<string>();
    const { columns } = contents.tables.find(({ name }) => name === "ratings")!;
    await readBackup(file, ({ table, bytes }) => {
      if (table !== "ratings") return;
      for (const line of lines(bytes))
        ratedTrials.add(line.split("\t")[columns.indexOf("trial_id")]!);
    });
    expect(ratedTrials.size).toBeGreaterThan(0);
    expect([...ratedTrials].filter((id) => !trials.has(id))).toEqual([]);
  });

  it("never takes the place of another file", async () => {
    await expect(writeBackup(database.current.url, file)).rejects.toThrow(/expected a new file/);
    await expect(verifyBackup(file)).resolves.toBeDefined();
  });

  it("is made once a day into a folder that keeps fourteen, and is noted", async () => {
    const daily = path.join(folder, "daily");
    for (let day = 1; day <= 16; day++)
      await backUpOfDay(daily, SYSTEM_ACTOR, new Date(Date.UTC(2026, 0, day, 2)));
    expect(await backUpOfDay(daily, SYSTEM_ACTOR, new Date(Date.UTC(2026, 0, 16, 3)))).toBeNull();
    const names = fs.readdirSync(daily).sort();
    expect(names).toHaveLength(14);
    expect(names[0]).toBe("study-2026-01-03.backup.tar.gz");
    expect((await lastBackup())?.place).toBe(path.join(daily, names.at(-1)!));
  });
});

describe("restoring", () => {
  it("gives the same rows, digests, audit and counters, and a session in the middle goes on", () =>
    withEmpty(async (url) => {
      const before = await restoreBackup(url, file);
      const again = path.join(folder, "again.backup.tar.gz");
      const after = await writeBackup(url, again);
      expect(after.tables).toEqual(before.tables);
      expect(after.sequences).toEqual(before.sequences);
      await useDatabase(url, async () => {
        const report = await finishBot(halfWay);
        expect(report.page).toBe("done");
        const audit = await auditStudy("kept");
        expect(audit.ratings).toMatchObject({ doubled: 0, incomplete: 0, unfinished: 0 });
      });
    }));

  it("takes a backup of older tables and brings it up to date", () =>
    withEmpty((old) =>
      withEmpty(async (url) => {
        await migrateDatabase(old, 3);
        const older = path.join(folder, "older.backup.tar.gz");
        expect((await writeBackup(old, older)).migrations).toHaveLength(3);
        await restoreBackup(url, older);
        const now = path.join(folder, "now.backup.tar.gz");
        expect((await writeBackup(url, now)).migrations).toEqual(knownMigrations());
      }),
    ));

  it("refuses a database that holds something, and leaves it as it is", async () => {
    await expect(restoreBackup(database.current.url, file)).rejects.toThrow(
      /expected an empty database, table \w+ has rows/,
    );
    const [row] = await database.current.plain`select count(*)::int as n from studies`;
    expect(row!.n).toBe(1);
  });

  it.each([
    ["cut in the middle", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["with one byte changed", (bytes: Buffer) => flipped(bytes, Math.floor(bytes.length / 3))],
    ["that is something else", () => Buffer.from("not a backup")],
  ])("refuses a file %s before anything is written", (_, damage) =>
    withEmpty(async (url) => {
      const damaged = path.join(folder, "damaged.backup.tar.gz");
      fs.writeFileSync(damaged, damage(fs.readFileSync(file)));
      await expect(restoreBackup(url, damaged)).rejects.toThrow(
        /^expected a whole backup|expected/,
      );
      const sql = postgres(url, { max: 1 });
      const [found] = await sql`select to_regclass('public.studies') as studies`;
      await sql.end();
      expect(found!.studies).toBeNull();
    }),
  );
});

describe("a database of newer code", () => {
  it("is refused by the migrations instead of being used", () =>
    withEmpty(async (url) => {
      await migrateDatabase(url);
      const sql = postgres(url, { max: 1 });
      await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`;
      await sql.end();
      await expect(migrateDatabase(url)).rejects.toThrow(/later migration: update this checkout/);
    }));
});

function lines(bytes: Buffer): string[] {
  return bytes.toString().split("\n").slice(0, -1);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 0xff;
  return copy;
}
