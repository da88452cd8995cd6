import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { startChild } from "./children.mjs";
import { pause, ROOT, say } from "./place.mjs";
import { takeTurn } from "./turn.mjs";

/** What the pages are built from. */
const SOURCES = [
  ...["app", "artifacts", "db", "i18n", "lib", "messages", "pages", "public"],
  ...["next.config.ts", "proxy.ts", "tsconfig.json", "package.json", "package-lock.json"],
];
const STAMP = "sources.sha256";

/** The build folder that an environment names. */
export function buildFolder(env = process.env) {
  return path.join(ROOT, env.NEXT_DIST_DIR || ".next");
}

function filesBelow(place) {
  if (!fs.existsSync(place)) return [];
  if (fs.statSync(place).isFile()) return [place];
  const names = fs.readdirSync(place).sort();
  return names.flatMap((name) => filesBelow(path.join(place, name)));
}

/** One digest over names and contents of everything that the pages are built from. */
export function sourceDigest(root = ROOT) {
  const hash = createHash("sha256").update(process.version);
  for (const file of SOURCES.flatMap((name) => filesBelow(path.join(root, name)))) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const content = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
    hash.update(`${path.relative(root, file)} ${content}\n`);
  }
  return hash.digest("hex");
}

function builtFrom(folder) {
  const stamp = path.join(folder, STAMP);
  return fs.existsSync(stamp) ? fs.readFileSync(stamp, "utf8") : "nothing";
}

/**
 * Builds the pages when their sources have changed since the last build.
 * @param {Record<string, string | undefined>} env environment of the build, its folder among it
 * @throws Error with the end of the build's output
 */
export async function ensureBuilt(env = process.env) {
  const folder = buildFolder(env);
  const turn = await buildTurn(folder);
  try {
    const digest = sourceDigest();
    if (builtFrom(folder) === digest) return;
    // Without its stamp a build that is broken off is not taken for a whole one.
    fs.rmSync(path.join(folder, STAMP), { force: true });
    say("Building the pages (about a minute) …");
    await build(env);
    fs.writeFileSync(path.join(folder, STAMP), digest);
  } finally {
    turn.release();
  }
}

async function buildTurn(folder) {
  const file = path.join(ROOT, ".cache", `build-${path.basename(folder)}.json`);
  let taken = takeTurn(file, ".mjs");
  while (taken.holder) {
    await pause(500);
    taken = takeTurn(file, ".mjs");
  }
  return taken.turn;
}

async function build(env) {
  const next = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
  const child = startChild(process.execPath, [next, "build"], {
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      output += bytes;
    });
  }
  const { code } = await child.ended;
  if (code !== 0) throw new Error(`the pages could not be built:\n${output.slice(-4000)}`);
}
