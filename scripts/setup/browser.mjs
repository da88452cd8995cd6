import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { runChild } from "./children.mjs";
import { ROOT, say } from "./place.mjs";

/** Where systems put a Chromium. */
const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Whether a program starts: a downloaded browser may lack libraries of the system. */
function starts(program) {
  if (!program || !fs.existsSync(program)) return false;
  return spawnSync(program, ["--version", "--no-sandbox"], { timeout: 30_000 }).status === 0;
}

async function playwrightsOwn() {
  const { chromium } = await import("playwright-core");
  return chromium.executablePath();
}

/** Path of a Chromium that starts, undefined without one. STUDY_CHROMIUM names a certain one. */
export async function findChromium() {
  const asked = process.env.STUDY_CHROMIUM;
  if (asked) return starts(asked) ? asked : undefined;
  return [await playwrightsOwn(), ...SYSTEM_PATHS].find(starts);
}

const isRoot = () => process.getuid?.() === 0;
const hasApt = () => fs.existsSync("/usr/bin/apt-get");

/** The one command with which a person installs a Chromium. */
export function chromiumCommand() {
  if (!hasApt()) return "npx playwright install --with-deps chromium";
  const sudo = isRoot() ? "" : "sudo ";
  return `${sudo}apt-get update && ${sudo}apt-get install -y chromium`;
}

/**
 * Finds a Chromium, or installs one: Playwright's own where it can be downloaded, otherwise
 * Debian's where we are root.
 * @returns {Promise<string | undefined>} its path, undefined when there is none
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found || process.env.STUDY_CHROMIUM) return found;
  say("No Chromium found: trying to install one …");
  const quiet = { stdio: ["ignore", "ignore", "ignore"] };
  const playwright = path.join(ROOT, "node_modules", "playwright-core", "cli.js");
  await runChild(process.execPath, [playwright, "install", "chromium"], {
    ...quiet,
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
  });
  const own = await findChromium();
  if (own || !isRoot() || !hasApt()) return own;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runChild("apt-get", ["update", "-qq"], { ...quiet, env });
  await runChild("apt-get", ["install", "-y", "-qq", "chromium"], { ...quiet, env });
  return findChromium();
}
