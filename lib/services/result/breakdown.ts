import type postgres from "postgres";
import { plainSql } from "@/lib/services/database";
import {
  conditionsByLabel,
  type LabelledId,
  type ListPage,
  type ListRequest,
  likePattern,
  pageOf,
} from "@/lib/services/list-page";
import { analysisInput } from "@/lib/services/result/analysis-input";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { type RatingRow, splitPresentations } from "@/lib/stats/long-table";
import { testRetest } from "@/lib/stats/test-retest";
import { countedRatings, type RatingSelection, sumRatings } from "./counted-ratings";

/** What ratings of every study can be broken down by. */
export const BREAKDOWNS = [
  "stimulus",
  "participant",
  "position",
  "language",
  "device",
  "group",
] as const;

/** One of `BREAKDOWNS`, or a factor of the study's set. */
export type Breakdown = (typeof BREAKDOWNS)[number] | { factor: string };

/** The ratings of one condition and dimension that share a key. */
export interface BreakdownRow {
  /** The stimulus, participant, position, language, device, group or the factor's value. */
  key: string;
  condition: string;
  dimension: string;
  n: number;
  mean: number;
  sd: number | null;
  /** By stimulus: its item and the longest run found in the corpus. */
  item: string | null;
  longestRun: number | null;
}

/** Orders of a breakdown's table. */
export const BREAKDOWN_SORTS = ["condition", "key", "n", "mean", "sd"] as const;

/** Which page of a breakdown is asked for. */
export interface BreakdownRequest extends ListRequest {
  by: Breakdown;
  /** Searched and sorted by label. */
  conditions: readonly LabelledId[];
}

/** n, mean and SD per key, condition and dimension: a query whose rows are `BreakdownRow`s. */
function rowsBy(
  sql: postgres.Sql,
  studyId: string,
  selection: RatingSelection,
  by: Breakdown,
): postgres.Fragment {
  return sql`
    with cells as (
      select ${keyOf(sql, by)} as key, t.set_id, st.condition, r.dimension, count(*)::int as n,
        avg(r.value)::float8 as mean, stddev_samp(r.value)::float8 as sd
      from ${countedRatings(sql, studyId, selection)} group by 1, 2, 3, 4
    ), named as (
      select key, c.condition, dimension, n, mean, sd, x.item,
        (x.originality->>'longestRun')::int as "longestRun"
      from cells c
      left join stimuli x on ${by === "stimulus"} and x.set_id = c.set_id and x.id = c.key
    )`;
}

/** Positions are kept with leading zeros, so that they sort as numbers. */
const plainKey = (by: Breakdown) => (row: BreakdownRow) => ({
  ...row,
  key: by === "position" ? String(Number(row.key)) : row.key,
});

/** n, mean and SD per stimulus, condition and dimension of one study. */
export async function scoreByStimulus(
  studyId: string,
  selection: RatingSelection,
): Promise<BreakdownRow[]> {
  const rows = await sumRatings<BreakdownRow>(
    (sql) => sql`${rowsBy(sql, studyId, selection, "stimulus")}
      select * from named order by condition, dimension, key`,
  );
  return [...rows];
}

/**
 * One page of n, mean and SD per key, condition and dimension of one study. By participant the
 * conditions are kept apart too. Searched by key, item and the condition's label.
 */
export async function breakdownPage(
  studyId: string,
  selection: RatingSelection,
  { by, conditions, ...request }: BreakdownRequest,
): Promise<ListPage<BreakdownRow>> {
  const { search, descending, page, size } = request;
  const { order, found } = conditionsByLabel(conditions, search);
  const rows = await sumRatings<BreakdownRow & { total: number }>((sql) => {
    const place = sql`array_position(${order}::text[], condition)`;
    const sort = { condition: place, key: sql`key`, n: sql`n`, mean: sql`mean`, sd: sql`sd` }[
      request.sort as (typeof BREAKDOWN_SORTS)[number]
    ];
    return sql`${rowsBy(sql, studyId, selection, by)}
      select *, count(*) over ()::int as total from named
      where ${search} = '' or key ilike ${likePattern(search)} or item ilike ${likePattern(search)}
        or condition = any(${found}::text[])
      order by ${sort} ${descending ? sql`desc` : sql`asc`} nulls last, ${place}, dimension, key
      limit ${size} offset ${(page - 1) * size}`;
  });
  const { rows: shown, total } = pageOf(rows);
  return { rows: shown.map(plainKey(by)), total };
}

function keyOf(sql: postgres.Sql, by: Breakdown): postgres.Fragment {
  if (typeof by === "object") return sql`coalesce(st.factors->>${by.factor}, 'none')`;
  return {
    stimulus: sql`t.stimulus_id`,
    participant: sql`s.participant_id`,
    position: sql`lpad(t.position::text, 4, '0')`,
    language: sql`s.language`,
    device: sql`coalesce(s.device, 'unsaid')`,
    group: sql`coalesce(s.group, 'none')`,
  }[by];
}

/** How far repeated trials agree with their first presentations, over all participants. */
export interface Retest {
  dimension: string;
  pairs: number;
  /** Pearson correlation; null where it is not defined. */
  correlation: number | null;
  /** Mean absolute difference in points. */
  difference: number;
}

/**
 * Test–retest agreement of a study's repeated trials, by the statistics' own function: the figure of
 * the results page, also before its models are computed.
 */
export async function retestAgreement(facts: StudyFacts): Promise<Retest[]> {
  const { rows, sessions } = await analysisInput(facts);
  const counted = new Set(
    sessions.filter(({ complete, excluded }) => complete && !excluded).map(({ id }) => id),
  );
  const { first, repeats } = splitPresentations(
    rows.filter(({ session }) => counted.has(session!)),
  );
  return [...new Set(repeats.map(({ dimension }) => dimension))].sort().flatMap((dimension) => {
    const of = (list: readonly RatingRow[]) => list.filter((row) => row.dimension === dimension);
    const found = testRetest(of(first), of(repeats), { resamples: 0 });
    if (!found) return [];
    const { pairs, correlation, meanAbsolute: difference } = found;
    return [{ dimension, pairs, correlation, difference }];
  });
}
