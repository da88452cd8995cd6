import fs from "node:fs";
import path from "node:path";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/db/url";
import type { ModelId } from "@/lib/models/model-ids";
import { closeDatabase } from "@/lib/services/database";
import { queueGallerySets } from "@/lib/services/job/queue-gallery-sets";
import { ensureFirstAdmin } from "@/lib/services/staff/first-admin";
import { listStudies } from "@/lib/services/study/list-studies";
import { env } from "@/lib/shared/env";
import type { Prepared } from "./prepared";

/** The slug of the study that a first start makes. */
const DEMO = "demo";

/** The demo's slug, or why there is none: the rest of the site works without it. */
async function demo(): Promise<Prepared["demo"]> {
  try {
    const found = (await listStudies()).find(({ slug }) => slug === DEMO);
    if (!found || found.status === "draft") {
      // Loaded only when it is needed: later starts are quicker for it.
      const { makeDemo } = await import("./demo");
      await makeDemo(DEMO, found !== undefined);
    }
    return { slug: DEMO };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Asks the worker for the gallery's sets; without them the site works, and its page says so. */
async function gallery(): Promise<void> {
  const trained = (corpus: string, models: readonly ModelId[]) =>
    models.filter((model) =>
      fs.existsSync(path.join("checkpoints", corpus, model, "checkpoint.json")),
    );
  await queueGallerySets(trained);
}

/** Database, first admin, demo: everything that the site needs before it serves. */
async function prepare(): Promise<Prepared> {
  await migrateDatabase(await databaseUrl());
  const admin = await ensureFirstAdmin();
  // The password is drawn once: it is told at once, so that a failure later does not lose it.
  process.send?.({ admin });
  const prepared = { demo: await demo(), embedded: !env().DATABASE_URL };
  await gallery();
  return prepared;
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
