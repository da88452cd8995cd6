#!/usr/bin/env node
// `npm test`: lint, types, unit, integration and browser tests; the last line sums them up.
// With --full the long tests run too (whole studies with real clips, large simulations).
import fs from "node:fs";
import path from "node:path";
import { browserTests, lint, types, unitTestsBeside } from "./setup/checks.mjs";
import { runChild, stopChildren } from "./setup/children.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { dataFolder, ROOT, say } from "./setup/place.mjs";
import { lastLine, sum } from "./setup/test-counts.mjs";

const full = process.argv.includes("--full");
const LIMIT_MINUTES = full ? 240 : 45;

/** Where the corpora are: named, fetched, or beside the checkout; without them some tests skip. */
function corporaFolder() {
  const places = [
    process.env.STUDY_DATASETS,
    path.join(dataFolder(), "datasets"),
    path.resolve(ROOT, "..", "shared", "datasets"),
  ];
  const found = places.find((place) => place && fs.existsSync(place));
  if (!found)
    say('No corpora found: tests that need them skip ("npx study data fetch" gets them).');
  return found;
}

/** The tests' surroundings: a database and data of their own, whatever runs beside them. */
function testEnvironment() {
  const { DATABASE_URL: _, STUDY_DATASETS: __, ...rest } = process.env;
  const datasets = corporaFolder();
  return {
    ...rest,
    ...(datasets ? { STUDY_DATASETS: datasets } : {}),
    ...(full ? { STUDY_FULL: "1" } : {}),
    STUDY_DATA: path.join(dataFolder(), "test", "run"),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

async function finish(counts) {
  await stopChildren();
  say(`\n${lastLine(counts)}`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

const counts = [];
const broken = { passed: 0, failed: 1, skipped: 0 };

setTimeout(() => {
  say(`The tests took longer than ${LIMIT_MINUTES} minutes and were ended.`);
  finish(sum([...counts, broken]));
}, LIMIT_MINUTES * 60_000).unref();
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => finish(sum([...counts, broken])));

if (!(await ensureInstalled())) await finish(broken);
const env = testEnvironment();
async function runChecks(checks) {
  for (const check of checks) {
    try {
      counts.push(await check(env));
    } catch (error) {
      say(`${check.name}: ${error.stack}`);
      counts.push(broken);
    }
  }
}

// Journeys wait for sounds and pages much of their time: unit tests use the processor meanwhile.
await Promise.all([runChecks([lint, types, unitTestsBeside]), runChecks([browserTests])]);
const study = path.join(ROOT, "scripts", "study.mjs");
await runChild(process.execPath, [study, "db", "stop"], { env, stdio: "ignore" });
await finish(sum(counts));
