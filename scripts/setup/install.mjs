import fs from "node:fs";
import path from "node:path";
import { runChild } from "./children.mjs";
import { pause, ROOT, say } from "./place.mjs";
import { takeTurn } from "./turn.mjs";

/** What the lockfile asks for and what lies in node_modules; true when nothing needed is missing. */
export function isInstalled(root = ROOT) {
  const wanted = packagesIn(path.join(root, "package-lock.json"));
  const found = packagesIn(path.join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([folder, entry]) => {
    if (folder === "" || entry.link) return true;
    const version = found[folder]?.version;
    // An optional package may be absent (another system's), but not in another version.
    return (
      version === entry.version || (version === undefined && (entry.optional || entry.devOptional))
    );
  });
}

function packagesIn(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).packages : undefined;
}

/** The command that runs npm: the one that called us where there is one. */
function npm() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return [process.execPath, [script]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", []];
}

/**
 * Installs the packages of the lockfile where one is missing or has another version.
 * @returns {Promise<boolean>} false when it did not work (npm has said why)
 */
export async function ensureInstalled() {
  if (isInstalled()) return true;
  const file = path.join(ROOT, ".cache", "install.json");
  let taken = takeTurn(file, ".mjs");
  if (taken.holder) say("Another process installs the packages: waiting for it …");
  while (taken.holder) {
    await pause(500);
    taken = takeTurn(file, ".mjs");
  }
  try {
    if (isInstalled()) return true;
    say("Installing the packages of package-lock.json (one to three minutes) …");
    const [program, args] = npm();
    const options = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
    const code = await runChild(program, [...args, ...options, "--loglevel=error"], {
      shell: program === "npm.cmd",
    });
    return code === 0 && isInstalled();
  } finally {
    taken.turn.release();
  }
}
