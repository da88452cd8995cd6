import type postgres from "postgres";
import { plainSql } from "@/lib/services/database";

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

/**
 * The ratings `r` of one study that count, with session `s`, trial `t` and stimulus `st`, for the
 * FROM of a query. Rows of other studies, and of sessions in another mode than the study's, never
 * enter. Written in the order in which `sumRatings` has them joined: the ratings, by far the most,
 * meet one table of trials instead of three.
 */
export function countedRatings(
  sql: postgres.Sql,
  studyId: string,
  selection: RatingSelection,
): postgres.Fragment {
  const everyone = selection === "all-given";
  const kinds = everyone ? ["main", "repeat"] : ["main"];
  // By itself, not behind an "or": the server then joins it, and may use all its processors.
  const kept = sql`and not exists (
    select 1 from exclusions e where e.session_id = s.id and e.undone_at is null)`;
  return sql`
    (select s.id, s.participant_id, s.language, s.device, s.group
      from sessions s join studies d on d.id = s.study_id and d.mode = s.mode
      where s.study_id = ${studyId} ${everyone ? sql`` : sql`and s.status = 'complete'`}
        ${selection === "plan" ? kept : sql``}) s
    join trials t on t.session_id = s.id and t.kind = any(${kinds})
    join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
    join ratings r on r.trial_id = t.id`;
}

/** Shared memory ran out: containers often have 64 MB of it. */
const NO_SHARED_MEMORY = "53100";

/**
 * Runs one large sum over ratings on all of the server's processors, or on one where its shared
 * memory does not suffice.
 * @param query makes the query from the connection
 */
export async function sumRatings<R extends object>(
  query: (sql: postgres.Sql) => postgres.PendingQuery<R[]>,
): Promise<R[]> {
  try {
    return await withRoom(query, {});
  } catch (error) {
    if ((error as { code?: unknown }).code !== NO_SHARED_MEMORY) throw error;
    return withRoom(query, { max_parallel_workers_per_gather: "0" });
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

async function withRoom<R extends object>(
  query: (sql: postgres.Sql) => postgres.PendingQuery<R[]>,
  more: Record<string, string>,
): Promise<R[]> {
  const sql = await plainSql();
  const settings = { ...ROOM, ...more };
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config(name, value, true)
      from unnest(${Object.keys(settings)}::text[], ${Object.values(settings)}::text[]) x(name, value)`;
    return [[...(await query(tx as unknown as postgres.Sql))]] as const;
  });
  return rows[0] as R[];
}
