import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/db/url";
import { closeDatabase } from "@/lib/services/database";
import { CLI_ACTOR } from "@/lib/services/record-act";
import { ensureFirstAdmin } from "@/lib/services/staff-first-admin";
import { importStimulusSet } from "@/lib/services/stimuli/import-stimulus-set";
import { publishStimulusSet } from "@/lib/services/stimuli/publish-stimulus-set";
import { createStudy } from "@/lib/services/studies/create-study";
import { launchStudy } from "@/lib/services/studies/launch-study";
import { listStudies } from "@/lib/services/studies/list-studies";
import { dataPath, env } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";
import type { Prepared } from "./prepared";

/** The study that a first start makes, so that there is something to listen to. */
const DEMO = "demo";

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Runs one command of `study`; its messages go to the terminal. */
function study(...args: string[]): Promise<void> {
  const program = path.resolve("scripts/study.mjs");
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new InputError(`"study ${args[0]}" ended with exit code ${code} (see above)`));
    });
  });
}

/** Makes the demo's stimulus set from the shipped checkpoints; gives its id. */
async function demoSet(): Promise<string> {
  const folder = dataPath("demo-set");
  if (!fs.existsSync(path.join(folder, "manifest.json"))) {
    fs.rmSync(folder, { recursive: true, force: true });
    say("Making the demo's clips with the shipped models (one to four minutes) …");
    await study("generate", "--preset", "paper", "--seed", "1", "--out", folder);
  }
  const set = await importStimulusSet(folder);
  await publishStimulusSet(set.id, CLI_ACTOR);
  fs.rmSync(folder, { recursive: true, force: true });
  return set.id;
}

/** Makes and launches the demo study where it is missing or was left half-way. */
async function demoStudy(): Promise<void> {
  const found = (await listStudies()).find(({ slug }) => slug === DEMO);
  if (found && found.status !== "draft") return;
  if (!found) {
    const set = await demoSet();
    await createStudy({ slug: DEMO, name: "Demo", set, preset: "paper" }, CLI_ACTOR);
  }
  await launchStudy(DEMO, CLI_ACTOR);
}

/** The demo's slug, or why there is none: the rest of the site works without it. */
async function demo(): Promise<Prepared["demo"]> {
  try {
    await demoStudy();
    return { slug: DEMO };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Database, first admin, demo: everything that the site needs before it serves. */
async function prepare(): Promise<Prepared> {
  await migrateDatabase(await databaseUrl());
  const admin = await ensureFirstAdmin();
  // The password is drawn once: it is told at once, so that a failure later does not lose it.
  process.send?.({ admin });
  return { demo: await demo(), embedded: !env().DATABASE_URL };
}

try {
  const prepared = await prepare();
  process.send?.(prepared);
} catch (error) {
  process.exitCode = 1;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
} finally {
  await closeDatabase();
  process.disconnect?.();
}
