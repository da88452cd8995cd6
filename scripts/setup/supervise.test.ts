import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { ensureServer, stopServer } from "@/db/embedded/server";
import { startChild } from "./children.mjs";
import { keepRunning, nextWait, Restarts, reasonOf } from "./supervise.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "study-supervise-"));
fs.chmodSync(folder, 0o755);
afterAll(() => {
  stopServer(path.join(folder, "pg"));
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe("the wait before a start", () => {
  test("is short after an accident and doubles, within bounds, where a program never comes to work", () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8].reduce<number[]>(
      (all) => [...all, nextWait(all.at(-1) ?? 0, 10)],
      [],
    );
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(nextWait(30_000, 5_000)).toBe(500);
  });

  test("has its reason in words", () => {
    expect(reasonOf({ signal: "SIGKILL" })).toBe("killed by SIGKILL");
    expect(reasonOf({ code: 3 })).toBe("ended with exit code 3");
    expect(reasonOf({ error: new Error("no such program") })).toBe("no such program");
  });
});

test("a program that is killed comes back with the reason noted, until its end is wanted", async () => {
  const update = vi.fn();
  const restarts = new Restarts({ update });
  const started: ChildProcess[] = [];
  let stopping = false;
  const start = () => {
    const child = startChild(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    started.push(child);
    if (started.length === 3) stopping = true;
    child.once("spawn", () => child.kill("SIGKILL"));
    return child;
  };
  const onEnd = (reason: string) => restarts.add("site", reason);
  await keepRunning({ start, onEnd, isStopping: () => stopping });
  expect(started).toHaveLength(3);
  expect(update.mock.lastCall).toEqual([
    { restarts: { site: { count: 2, reason: "killed by SIGKILL", at: expect.any(String) } } },
  ]);
});

test("an embedded PostgreSQL that is killed runs again at its port", async () => {
  const url = await ensureServer(path.join(folder, "pg"));
  vi.stubEnv("STUDY_DATA", folder);
  const { databaseProcess, keepDatabase } = await import("./keep-database.mjs");
  const killed = databaseProcess();
  let stopping = false;
  const moved = await new Promise<boolean>((resolve, reject) => {
    const onStarted = (elsewhere: boolean) => {
      stopping = true;
      resolve(elsewhere);
    };
    const onFailed = (reason: string) => reject(new Error(reason));
    keepDatabase({ isStopping: () => stopping, onStarted, onFailed }).catch(reject);
    process.kill(killed!, "SIGKILL");
  });
  expect(moved).toBe(false);
  expect(databaseProcess()).not.toBe(killed);
  expect(await ensureServer(path.join(folder, "pg"))).toBe(url);
});
