import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { importStimulusSet } from "@/lib/services/set/import-stimulus-set";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { createStudy } from "@/lib/services/study/create-study";
import { launchStudy } from "@/lib/services/study/launch-study";
import { dataPath } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";

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

/**
 * Makes the demo study, so that there is something to listen to.
 * @param slug its slug
 * @param found true when an earlier start made it but did not come to launch it
 * @throws InputError where there are no trained models to make clips with
 */
export async function makeDemo(slug: string, found: boolean): Promise<void> {
  if (!found) {
    const set = await demoSet();
    await createStudy({ slug, name: "Demo", set, preset: "paper" }, CLI_ACTOR);
  }
  await launchStudy(slug, CLI_ACTOR);
}
