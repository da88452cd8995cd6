import { and, eq } from "drizzle-orm";
import { countedTrials } from "@/db/schema/counted";
import { stimuli } from "@/db/schema/stimuli";
import { ratings } from "@/db/schema/trials";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { settings } from "@/lib/services/sql-terms";

/** Which ratings count. */
export const RATING_SELECTIONS = ["plan", "with-excluded", "all-given"] as const;
/** One of `RATING_SELECTIONS`. */
export type RatingSelection = (typeof RATING_SELECTIONS)[number];

/** What each selection is called on pages and in captions. */
export const SELECTION_NAMES: Record<RatingSelection, string> = {
  plan: "first presentations of main trials of completed sessions that are not excluded",
  "with-excluded":
    "first presentations of main trials of all completed sessions, excluded ones too",
  "all-given": "all ratings given in main and repeat trials, unfinished and excluded sessions too",
};

/** Each selection's column of the view that decides. */
const SELECTED = {
  plan: countedTrials.planned,
  "with-excluded": countedTrials.withExcluded,
  "all-given": countedTrials.allGiven,
} as const satisfies Record<RatingSelection, unknown>;

/**
 * The ratings of one study that count, each with what it can be broken down by, as a subquery.
 * Written in the order in which `sumRatings` has them joined: the ratings, by far the most, meet one
 * table of trials instead of three.
 */
export function countedRatings(db: Database, studyId: string, selection: RatingSelection) {
  return db
    .select({
      condition: stimuli.condition,
      factors: stimuli.factors,
      dimension: ratings.dimension,
      value: ratings.value,
      setId: countedTrials.setId,
      stimulusId: countedTrials.stimulusId,
      position: countedTrials.position,
      participantId: countedTrials.participantId,
      language: countedTrials.language,
      device: countedTrials.device,
      group: countedTrials.group,
    })
    .from(countedTrials)
    .innerJoin(
      stimuli,
      and(eq(stimuli.setId, countedTrials.setId), eq(stimuli.id, countedTrials.stimulusId)),
    )
    .innerJoin(ratings, eq(ratings.trialId, countedTrials.id))
    .where(and(eq(countedTrials.studyId, studyId), eq(SELECTED[selection], true)))
    .as("counted");
}

/** Shared memory ran out: containers often have 64 MB of it. */
const NO_SHARED_MEMORY = "53100";

/**
 * Runs one large sum over ratings on all of the server's processors, or on one where its shared
 * memory does not suffice.
 * @param sum asks the transaction for it
 */
export async function sumRatings<R>(sum: (tx: Database) => PromiseLike<R>): Promise<R> {
  try {
    return await withRoom(sum, {});
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    if (cause?.code !== NO_SHARED_MEMORY) throw error;
    return withRoom(sum, { max_parallel_workers_per_gather: "0" });
  }
}

/**
 * With the server's few megabytes a million ratings would go through files; compiling a query that
 * runs for a second costs more than it saves; tables are joined in the written order; and all
 * processors are worth it, though the planner thinks that sessions left early have as many trials as
 * completed ones, and so expects a third of the rows.
 */
const ROOM = {
  work_mem: "192MB",
  jit: "off",
  join_collapse_limit: "1",
  from_collapse_limit: "1",
  parallel_setup_cost: "0",
  parallel_tuple_cost: "0",
};

async function withRoom<R>(
  sum: (tx: Database) => PromiseLike<R>,
  more: Record<string, string>,
): Promise<R> {
  return withTransaction(await database(), async (tx) => {
    await tx.execute(settings({ ...ROOM, ...more }));
    return sum(tx);
  });
}
