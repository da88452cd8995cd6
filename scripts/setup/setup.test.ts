import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { sourceDigest } from "./build.mjs";
import { isInstalled } from "./install.mjs";
import { freePort } from "./ports.mjs";
import { lastLine, oneCheck, playwrightCounts, sum, vitestCounts } from "./test-counts.mjs";
import { takeTurn } from "./turn.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "study-setup-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function json(name: string, value: unknown): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(value));
  return file;
}

describe("a turn", () => {
  test("goes to one process at a time, and is free again after its release", () => {
    const file = path.join(folder, "turn-one.json");
    const first = takeTurn(file, "node");
    expect(first).toHaveProperty("turn");
    (first as { turn: { update(facts: object): void } }).turn.update({ address: "here" });
    expect(takeTurn(file, "")).toMatchObject({ holder: { pid: process.pid, address: "here" } });
    (first as { turn: { release(): void } }).turn.release();
    expect(takeTurn(file, "")).toHaveProperty("turn");
  });

  test("of a killed process is taken over, with what it left behind", () => {
    const { pid } = spawnSync(process.execPath, ["-e", "0"]);
    const file = json("turn-dead.json", { pid, startedAt: "then", children: { site: 7 } });
    expect(takeTurn(file, "")).toMatchObject({ left: { children: { site: 7 } } });
    expect(JSON.parse(fs.readFileSync(file, "utf8")).pid).toBe(process.pid);
  });

  test("goes to exactly one of eight processes that want it at once", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", "0"]);
    const file = json("turn-race.json", { pid, startedAt: "then" });
    const module = new URL("./turn.mjs", import.meta.url).href;
    const script = `import { takeTurn } from ${JSON.stringify(module)};
      const got = takeTurn(${JSON.stringify(file)}, "");
      process.stdout.write(got.turn ? "turn" : "holder");
      process.stdin.resume();`;
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", script]),
    );
    const answers = await Promise.all(
      children.map(({ stdout }) => new Promise((done) => stdout.once("data", (b) => done(`${b}`)))),
    );
    for (const child of children) child.stdin.end();
    expect(answers.filter((answer) => answer === "turn")).toHaveLength(1);
  });
});

describe("what is installed", () => {
  const root = path.join(folder, "project");
  const lock = (packages: object) => json("project/package-lock.json", { packages });
  const found = (packages: object) => json("project/node_modules/.package-lock.json", { packages });

  test("is judged by the versions that lie there; only optional packages may be absent", () => {
    lock({ "": {}, a: { version: "1.0.0" }, b: { version: "2.0.0", optional: true } });
    expect(isInstalled(root)).toBe(false);
    found({ a: { version: "1.0.0" } });
    expect(isInstalled(root)).toBe(true);
    found({ a: { version: "1.0.1" } });
    expect(isInstalled(root)).toBe(false);
    found({ a: { version: "1.0.0" }, b: { version: "1.9.0" } });
    expect(isInstalled(root)).toBe(false);
  });

  test("sources have another digest after any change but one in a test", () => {
    const write = (name: string, text: string) => {
      fs.mkdirSync(path.join(root, "lib"), { recursive: true });
      fs.writeFileSync(path.join(root, "lib", name), text);
    };
    write("a.ts", "1");
    const before = sourceDigest(root);
    write("a.test.ts", "new");
    expect(sourceDigest(root)).toBe(before);
    write("a.ts", "2");
    expect(sourceDigest(root)).not.toBe(before);
  });
});

test("a taken port is passed over", async () => {
  const server = net.createServer().listen(0);
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as net.AddressInfo;
  expect(await freePort(port)).toBeGreaterThan(port);
  server.close();
});

describe("counts of a test run", () => {
  const passed = { status: "passed", assertionResults: [{ status: "passed" }] };
  const vitest = (rest: object) =>
    json("vitest.json", {
      ...{ numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 },
      testResults: [passed],
      ...rest,
    });

  test("are the runner's", () => {
    expect(vitestCounts(vitest({}), 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
    const stats = { expected: 4, unexpected: 1, flaky: 2, skipped: 3 };
    expect(playwrightCounts(json("p.json", { stats }), 1)).toEqual({
      passed: 4,
      failed: 3,
      skipped: 3,
    });
  });

  test("hide no failure: a file that did not load, a failed runner, no tests, no report", () => {
    const broken = [passed, { status: "failed", assertionResults: [] }];
    expect(vitestCounts(vitest({ testResults: broken }), 1).failed).toBe(1);
    expect(vitestCounts(vitest({}), 1).failed).toBe(1);
    expect(vitestCounts(vitest({ numPassedTests: 0, numPendingTests: 0 }), 0).failed).toBe(1);
    expect(vitestCounts(path.join(folder, "absent.json"), 0).failed).toBe(1);
  });

  test("are summed in one line", () => {
    const total = sum([oneCheck(0), oneCheck(2), { passed: 5, failed: 0, skipped: 2 }]);
    expect(lastLine(total)).toBe("6 passed, 1 failed, 2 skipped");
  });
});
