import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { runningServer } from "@/db/embedded/cluster";
import { ensureServer, serverUrl, stopServer } from "@/db/embedded/server";

const run = promisify(execFile);
// Everyone may enter it: as root, the server runs as another user.
const root = fs.mkdtempSync(path.join(os.tmpdir(), "embedded-"));
fs.chmodSync(root, 0o755);
const folder = path.join(root, "pg");

afterAll(() => {
  stopServer(folder);
  fs.rmSync(root, { recursive: true, force: true });
});

async function count(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  try {
    const [row] = await sql`select count(*)::int as n from kept`;
    return row!.n;
  } finally {
    await sql.end();
  }
}

describe("embedded PostgreSQL", () => {
  it("three processes that start it at once get one server", async () => {
    const env = { ...process.env, STUDY_DATA: root, DATABASE_URL: "" };
    const urls = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, ["scripts/study.mjs", "db", "url"], { env })),
    );
    expect(new Set(urls.map(({ stdout }) => stdout.trim())).size).toBe(1);
    expect(urls[0]!.stdout.trim()).toBe(serverUrl(folder));
  });

  it("listens on this machine only, with checksums and a password", async () => {
    const url = await ensureServer(folder);
    const sql = postgres(url, { max: 1 });
    const [row] = await sql`
      select current_setting('listen_addresses') as address, current_setting('data_checksums') as checksums,
        current_setting('fsync') as fsync`;
    await sql.end();
    expect(row).toEqual({ address: "127.0.0.1", checksums: "on", fsync: "on" });
    const stranger = postgres(url.replace(/:[^:@]+@/, ":wrong@"), { max: 1 });
    await expect(stranger`select 1`).rejects.toThrow("password authentication failed");
    await stranger.end();
  });

  it("keeps every acknowledged row when it is killed, and comes back at the same address", async () => {
    const url = await ensureServer(folder);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    await sql`create table kept (n int)`;
    for (let n = 0; n < 50; n++) await sql`insert into kept values (${n})`;
    await sql.end();
    process.kill(runningServer(folder)!.pid, "SIGKILL");
    const again = await ensureServer(folder);
    expect(again).toBe(url);
    expect(await count(again)).toBe(50);
  });

  it("stops, says when it was not running, and starts again", async () => {
    expect(stopServer(folder)).toBe(true);
    expect(stopServer(folder)).toBe(false);
    expect(serverUrl(folder)).toBeNull();
    expect(await count(await ensureServer(folder))).toBe(50);
  });
});
