import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromiumCommand, ensureChromium } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { runChild, startChild } from "./children.mjs";
import { dataFolder, ROOT, say } from "./place.mjs";
import { oneCheck, playwrightCounts, sum, vitestCounts } from "./test-counts.mjs";

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
export async function unused(env = process.env) {
  title("unused code");
  return oneCheck(await node(tool("knip", "bin", "knip.js"), [], env));
}

function report(name) {
  const file = path.join(dataFolder(), "test", `${name}.json`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}

/** Unit and integration tests. */
export async function unitTests(env = process.env) {
  title("unit and integration tests");
  const file = report("vitest");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return vitestCounts(file, await node(tool("vitest", "vitest.mjs"), args, env));
}

const playwright = tool("@playwright", "test", "cli.js");

/** Shares of the browser tests that run side by side, and shares in all: uneven ones even out. */
const LANES = Math.min(2, os.availableParallelism());
const SHARES = LANES > 1 ? 2 * LANES : 1;

/**
 * Tests in a browser, two shares side by side where there are two processors: each share has a site
 * and a database of its own, for its tests kill them. Without a browser the tests count as skipped,
 * and the way to get one is said.
 */
export async function browserTests(env = process.env) {
  title("browser tests");
  const chromium = await ensureChromium();
  if (!chromium) return skippedBrowserTests(env);
  const build = env.STUDY_E2E_BUILD ?? ".next-e2e";
  await ensureBuilt({ ...env, NEXT_DIST_DIR: build });
  const settings = {
    ...env,
    STUDY_CHROMIUM: chromium,
    STUDY_E2E_BUILD: build,
    STUDY_E2E_KEEP_BUILD: "1",
  };
  const waiting = Array.from({ length: SHARES }, (_, i) => i + 1);
  const counts = [];
  const lane = async () => {
    for (let share = waiting.shift(); share; share = waiting.shift())
      counts.push(await browserShare(share, settings));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return sum(counts);
}

async function browserShare(share, env) {
  const file = report(`playwright-${share}`);
  const args = ["test", "--reporter=list,json", `--shard=${share}/${SHARES}`];
  const output = `--output=${path.join("test-results", String(share))}`;
  const settings = { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  return playwrightCounts(file, await node(playwright, [...args, output], settings));
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
