import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { stopServer } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, embeddedFolder } from "@/db/url";
import { closeDatabase } from "@/lib/services/database";
import { makeTinySet } from "@/tests/factories/studies";
import { BUILD_FOLDER, buildSite, Site } from "./site";

/**
 * Before all journeys: a database of their own with a set of 2-second clips, the site as it is
 * built for use, and a server. STUDY_E2E_KEEP_BUILD=1 takes the build that is there.
 * @returns what to do after them
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await migrateDatabase(await databaseUrl());
  process.env.STUDY_E2E_SET = await makeTinySet({ anchors: true, catches: 2 });
  await closeDatabase();
  const kept = process.env.STUDY_E2E_KEEP_BUILD === "1" && existsSync(`${BUILD_FOLDER}/BUILD_ID`);
  if (!kept) await buildSite();
  const site = await Site.start();
  process.env.STUDY_E2E_URL = site.url;
  return async () => {
    await site.stop();
    stopServer(embeddedFolder());
    await rm(process.env.STUDY_E2E_DATA ?? "", { recursive: true, force: true });
  };
}
