import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { importTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
let set = "";
beforeAll(async () => {
  set = await importTinySet();
});

/** Runs `study studies create` as a person does. */
function create(slug: string, ...args: string[]): Promise<{ code: number; out: string }> {
  return studies("create", "--set", set, "--slug", slug, ...args);
}

/** Runs `study studies` as a person does. */
function studies(...args: string[]): Promise<{ code: number; out: string }> {
  const command = ["scripts/study.mjs", "studies", ...args];
  const env = { ...process.env, DATABASE_URL: database.current.url };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out: out + err });
    });
  });
}

async function storedStop(slug: string): Promise<unknown> {
  const [row] = await database.current.plain`
    select v.configuration->'stop' as stop from study_versions v
    join studies s on s.id = v.study_id where s.slug = ${slug}`;
  return row?.stop;
}

describe("study studies create", () => {
  it("leaves the preset's stop rule, or takes a quota", async () => {
    expect((await create("preset")).out).toContain("collecting ends: 45 completed sessions\n");
    expect(await storedStop("preset")).toEqual({ kind: "quota", participants: 45 });
    await create("quota", "--participants", "12");
    expect(await storedStop("quota")).toEqual({ kind: "quota", participants: 12 });
  });

  it("takes the width of an interval with a maximum, and says the rule", async () => {
    const { code, out } = await create("width", "--width", "0.5", "--participants", "60");
    expect(code).toBe(0);
    expect(out).toContain(
      "collecting ends: 95 % interval of every primary contrast no wider than 0.5 points",
    );
    const rule = { kind: "width", width: 0.5, maximum: 60 };
    expect(await storedStop("width")).toEqual(rule);
    const json = await create("as-json", "--width", "1", "--participants", "80", "--json");
    expect(JSON.parse(json.out).stop).toEqual({ kind: "width", width: 1, maximum: 80 });
  });

  it.each([
    [["--width", "0.5"], "expected --participants with --width"],
    [["--width", "0.5", "--participants", "20"], "expected --participants above 20 with --width"],
    [["--width", "0", "--participants", "60"], "expected a number from 0.01 to 10"],
    [["--participants", "1.5"], "expected a whole number from 1 to 100000"],
  ])("refuses %j and makes nothing", async (args, message) => {
    const { code, out } = await create("refused", ...args);
    expect(code).toBe(1);
    expect(out).toContain(message);
    expect(await storedStop("refused")).toBeUndefined();
  });
});

describe("study studies design", () => {
  it("writes a design to a file and takes it in to another draft, with the same digest", async () => {
    await create("origin", "--participants", "7");
    await create("copy");
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "design-")), "design.json");
    const written = await studies("design", "origin", "--out", file);
    const taken = await studies("design", "copy", "--from", file);
    expect(written.out).toMatch(/^origin: design [0-9a-f]{64}\n/);
    expect(taken.out.split(" ").at(-1)).toBe(written.out.split(" ").at(-1));
    expect(await storedStop("copy")).toEqual({ kind: "quota", participants: 7 });
    fs.writeFileSync(file, "{");
    const broken = await studies("design", "copy", "--from", file);
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining("expected JSON in") });
    expect((await studies("discard", "copy")).out).toBe("copy: deleted\n");
  });
});
