import { and, eq, inArray } from "drizzle-orm";
import { jobs } from "@/db/schema/jobs";
import type { ModelId } from "@/lib/models/model-ids";
import { SYSTEM_ACTOR } from "@/lib/services/act/record-act";
import { database } from "@/lib/services/database";
import { GALLERY_PRESETS } from "@/lib/services/set/public-gallery";
import { SET_PRESETS } from "@/lib/stimuli/set-presets";
import { GALLERY_SET_JOB, type SetRequest, setRequestOf } from "@/lib/stimuli/set-request";
import { queueJob } from "./queue-job";

/** Primers in a set of the gallery. */
const ITEMS = 4;
const SEED = 1;

function requestFor(preset: (typeof GALLERY_PRESETS)[number], models: ModelId[]): SetRequest {
  return setRequestOf({
    name: `Gallery: ${preset}`,
    preset,
    models,
    seed: SEED,
    items: ITEMS,
    anchors: [],
  });
}

/**
 * Asks the workers for the gallery's sets where none was asked for yet with these very models. A job
 * that failed is asked for again.
 * @param trained which of a corpus's models have a checkpoint
 * @returns presets that were queued
 */
export async function queueGallerySets(
  trained: (corpus: string, models: readonly ModelId[]) => ModelId[],
): Promise<string[]> {
  const db = await database();
  const queued: string[] = [];
  for (const preset of GALLERY_PRESETS) {
    const { corpus, models } = SET_PRESETS[preset];
    const here = trained(corpus, models);
    if (here.length === 0) continue;
    const request = requestFor(preset, here);
    const [known] = await db
      .select({ id: jobs.id })
      .from(jobs)
      .where(
        and(
          eq(jobs.kind, GALLERY_SET_JOB),
          inArray(jobs.status, ["queued", "running", "done"]),
          eq(jobs.input, request),
        ),
      )
      .limit(1);
    if (known) continue;
    await queueJob(GALLERY_SET_JOB, request, SYSTEM_ACTOR);
    queued.push(preset);
  }
  return queued;
}
