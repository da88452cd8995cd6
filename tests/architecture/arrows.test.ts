import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = process.cwd();
const biome = path.join(root, "node_modules", "@biomejs", "biome", "bin", "biome");

const PURE = ["lib/tables", "lib/study", "lib/stats", "lib/export", "lib/figures", "lib/stimuli"];
const MODEL_IDS = "lib/models/model-ids";
const BROWSER_SAFE = ["lib/shared", "lib/music", "lib/audio", "lib/score", ...PURE, MODEL_IDS];
const LEARNING = ["lib/shared", "lib/music", "lib/encoding", "lib/datasets", "lib/models"];
const DATABASE = ["postgres", "drizzle-orm"];
const PAGES = ["react", "next/server"];
const TENSORFLOW = ["@tensorflow/tfjs"];
const SITE = [...BROWSER_SAFE, "lib/services", "i18n", ...PAGES];

/** Whom each folder may import besides itself: the arrows, written a second time by hand. */
const ARROWS: Record<string, string[]> = {
  "lib/shared": [],
  "lib/music": ["lib/shared"],
  "lib/encoding": ["lib/shared", "lib/music"],
  "lib/datasets": ["lib/shared", "lib/music", "lib/encoding", MODEL_IDS],
  "lib/models": ["lib/shared", ...TENSORFLOW],
  "lib/audio": ["lib/shared", "lib/music"],
  "lib/score": ["lib/shared", "lib/music"],
  "lib/training": [...LEARNING, ...TENSORFLOW],
  "lib/generation": [...LEARNING, "lib/audio", "lib/score", "lib/stimuli", ...TENSORFLOW],
  "lib/analysis": [...LEARNING, ...TENSORFLOW],
  ...Object.fromEntries(
    PURE.map((folder) => [folder, ["lib/shared", "lib/music", MODEL_IDS, ...PURE]]),
  ),
  "lib/tables": ["lib/shared"],
  "lib/compose": ["lib/shared", "lib/music", "lib/encoding", "lib/generation/sample", MODEL_IDS],
  "lib/services": ["lib/shared", "db", ...PURE, MODEL_IDS, ...DATABASE],
  "lib/jobs": [
    ...["lib/shared", "lib/generation", "lib/services", "lib/stimuli"],
    ...["lib/models/backend", MODEL_IDS],
  ],
  "lib/bots": ["lib/shared", "lib/study", "lib/stimuli", MODEL_IDS],
  db: ["lib/shared", "lib/study", "lib/stimuli", MODEL_IDS, ...DATABASE],
  i18n: ["lib/shared", ...PAGES],
  app: SITE,
  pages: ["app", ...SITE],
  "app/_server": [...SITE, "server-only"],
  "app/(public)/gallery": [...SITE, "lib/encoding"],
  "app/(public)/compose": [...SITE, "lib/models", "lib/generation", "lib/compose", ...TENSORFLOW],
};

const TARGETS = [
  ...new Set(Object.keys(ARROWS).filter((folder) => !folder.includes("/_") && folder !== "pages")),
  ...[
    MODEL_IDS,
    "lib/models/backend",
    "lib/generation/sample",
    "server-only",
    ...DATABASE,
    ...PAGES,
    ...TENSORFLOW,
  ],
].filter((target) => !target.startsWith("app/(public)/"));

const ours = (target: string) => /^(lib|app|db|i18n)\b/.test(target);

/** The import of a target as source writes it: a file of the folder, or the package. */
function specifier(target: string): string {
  if (!ours(target)) return target;
  return /^lib\/[^/]+\//.test(target) ? `@/${target}` : `@/${target}/probe`;
}

function mayImport(folder: string, target: string): boolean {
  const inside = (parent: string) => target === parent || target.startsWith(`${parent}/`);
  const own = folder.startsWith("app/") ? "app" : folder;
  return inside(own) || ARROWS[folder]!.some(inside);
}

const project = fs.mkdtempSync(path.join(os.tmpdir(), "study-arrows-"));
afterAll(() => fs.rmSync(project, { recursive: true, force: true }));

function write(file: string, lines: string[]): void {
  fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  fs.writeFileSync(path.join(project, file), `${lines.join("\n")}\n`);
}

/** Lints the project with our own rows; the reported lines of each file. */
function reported(): Map<string, Set<number>> {
  fs.copyFileSync(path.join(root, "biome-arrows.jsonc"), path.join(project, "biome-arrows.jsonc"));
  const settings = { root: true, extends: ["./biome-arrows.jsonc"] };
  fs.writeFileSync(path.join(project, "biome.json"), JSON.stringify(settings));
  const args = ["lint", ".", "--reporter=json", "--max-diagnostics=none"];
  const run = spawnSync(process.execPath, [biome, ...args], { cwd: project, encoding: "utf8" });
  const answer = JSON.parse(run.stdout) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  const found = new Map<string, Set<number>>();
  for (const { category, location } of answer.diagnostics) {
    if (category !== "lint/style/noRestrictedImports") continue;
    const lines = found.get(location.path) ?? new Set();
    found.set(location.path, lines.add(location.start.line));
  }
  return found;
}

const importing = (target: string) => `import "${specifier(target)}";`;

describe("import arrows", () => {
  for (const folder of Object.keys(ARROWS)) {
    write(`${folder}/every.ts`, TARGETS.map(importing));
  }
  const ways = [
    'import { a } from "@/db/client";',
    'import type { B } from "@/db/client";',
    'export { c } from "@/db/client";',
    'export const d = () => import("@/db/client");',
    'import { e } from "../stats/probe";',
  ];
  write("lib/study/ways.ts", ways);
  write("lib/models/model-ids.ts", [
    importing("lib/models/backend"),
    importing("@tensorflow/tfjs"),
  ]);
  write("scripts/every.ts", [...TARGETS, "app"].map(importing));
  write("lib/study/own.test.ts", ways);
  const found = reported();

  test.each(Object.keys(ARROWS))("%s imports what its arrows allow, nothing else", (folder) => {
    const lines = found.get(`${folder}/every.ts`) ?? new Set();
    const refused = TARGETS.filter((_, index) => lines.has(index + 1));
    expect(refused).toEqual(TARGETS.filter((target) => !mayImport(folder, target)));
  });

  test("type imports, re-exports, dynamic imports and ../ are caught too", () => {
    expect(found.get("lib/study/ways.ts")).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test("model-ids, which pages read, stays apart from the rest of models", () => {
    expect(found.get("lib/models/model-ids.ts")).toEqual(new Set([1, 2]));
  });

  test("scripts import everything but app, and tests what they test", () => {
    const lines = found.get("scripts/every.ts")!;
    expect(lines.has(TARGETS.indexOf("app") + 1)).toBe(true);
    expect(lines.has(TARGETS.indexOf("db") + 1)).toBe(false);
    expect(lines.has(TARGETS.indexOf("lib/generation") + 1)).toBe(false);
    expect(found.has("lib/study/own.test.ts")).toBe(false);
  });

  test("every folder of the product has its row", () => {
    const folders = fs
      .readdirSync(path.join(root, "lib"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `lib/${entry.name}`);
    expect(folders.filter((folder) => !(folder in ARROWS))).toEqual([]);
  });
});
