import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stopServer } from "@/db/embedded/server";
import { announceLanes, LANES, type Lane, laneFolder } from "./lanes";
import { BUILD_FOLDER, buildSite, Site } from "./site";

const run = promisify(execFile);

/**
 * Before all journeys: the site as it is built for use, and for every lane a database of its own
 * with a set of 2-second clips, and a server. STUDY_E2E_KEEP_BUILD=1 takes the build that is there.
 * @returns what to do after them
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const kept = process.env.STUDY_E2E_KEEP_BUILD === "1" && existsSync(`${BUILD_FOLDER}/BUILD_ID`);
  if (!kept) await buildSite();
  const folders = Array.from({ length: LANES }, (_, lane) => laneFolder(lane));
  const opened = await Promise.all(folders.map(openLane));
  announceLanes(opened.map(({ lane }) => lane));
  return async () => {
    await Promise.all(opened.map(({ site }) => site.stop()));
    for (const folder of folders) stopServer(join(folder, "pg"));
    await rm(process.env.STUDY_E2E_DATA ?? "", { recursive: true, force: true });
  };
}

async function openLane(folder: string): Promise<{ lane: Lane; site: Site }> {
  const env = { ...process.env, STUDY_DATA: folder };
  const script = join("tests", "e2e", "prepare-lane.ts");
  const { stdout: set } = await run(process.execPath, ["--import", "tsx", script], { env });
  const site = await Site.start(folder);
  return { lane: { url: site.url, set }, site };
}
