import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromiumCommand, ensureChromium } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { runChild, startChild } from "./children.mjs";
import { dataFolder, ROOT, say } from "./place.mjs";
import { oneCheck, playwrightCounts, vitestCounts } from "./test-counts.mjs";

const tool = (...parts) => path.join(ROOT, "node_modules", ...parts);
const node = (script, args, env) =>
  runChild(process.execPath, [script, ...args], { env, stdio: ["ignore", "inherit", "inherit"] });

function title(text) {
  say(`\n── ${text} ──`);
}

/** Format, lint and import arrows. */
export async function lint(env = process.env) {
  title("lint");
  return oneCheck(await node(tool("@biomejs", "biome", "bin", "biome"), ["check", "."], env));
}

/** Types of the whole repository. */
export async function types(env = process.env) {
  title("types");
  const code = await node(tool("typescript", "bin", "tsc"), ["--noEmit"], env);
  if (code === 0) say("No type errors.");
  return oneCheck(code);
}

/** Exports, files and packages that nothing uses. */
export async function unusedCode(env = process.env) {
  title("unused code");
  return oneCheck(await node(tool("knip", "bin", "knip.js"), [], env));
}

function report(name) {
  const file = path.join(dataFolder(), "test", `${name}.json`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}

const vitest = tool("vitest", "vitest.mjs");
const vitestArgs = (file) => [
  ...["run", "--reporter=default"],
  ...["--reporter=json", `--outputFile.json=${file}`],
];

/** Unit and integration tests. */
export async function unitTests(env = process.env) {
  title("unit and integration tests");
  const file = report("vitest");
  return vitestCounts(file, await node(vitest, vitestArgs(file), env));
}

/**
 * Unit and integration tests while browser tests run: with a processor less, and with what they say
 * shown in one piece at their end.
 */
export async function unitTestsBeside(env = process.env) {
  const file = report("vitest");
  const workers = Math.max(1, os.availableParallelism() - 1);
  const child = startChild(
    process.execPath,
    [vitest, ...vitestArgs(file), `--maxWorkers=${workers}`],
    { env, stdio: ["ignore", "pipe", "pipe"] },
  );
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes) => output.push(bytes));
  const { code } = await child.ended;
  title("unit and integration tests");
  say(Buffer.concat(output).toString());
  return vitestCounts(file, code);
}

const playwright = tool("@playwright", "test", "cli.js");

/**
 * Tests in a browser, over a build that is made here where the sources changed. Without a browser
 * the tests count as skipped, and the way to get one is said.
 */
export async function browserTests(env = process.env) {
  title("browser tests");
  const chromium = await ensureChromium();
  if (!chromium) return skippedBrowserTests(env);
  const build = env.STUDY_E2E_BUILD ?? ".next-e2e";
  await ensureBuilt({ ...env, NEXT_DIST_DIR: build });
  const file = report("playwright");
  const settings = {
    ...env,
    STUDY_CHROMIUM: chromium,
    STUDY_E2E_BUILD: build,
    STUDY_E2E_KEEP_BUILD: "1",
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  };
  return playwrightCounts(file, await node(playwright, ["test", "--reporter=list,json"], settings));
}

/** Counts the browser tests without running them. */
async function skippedBrowserTests(env) {
  const child = startChild(process.execPath, [playwright, "test", "--list", "--reporter=list"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (bytes) => {
    output += bytes;
  });
  await child.ended;
  const found = /Total: (\d+) tests?/.exec(output);
  if (!found) return oneCheck(1);
  say(`Skipped: there is no Chromium. This installs one: ${chromiumCommand()}`);
  return { passed: 0, failed: 0, skipped: Number(found[1]) };
}
