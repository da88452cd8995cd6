import { and, asc, count, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { stimuli } from "@/db/schema/stimuli";
import type { Database } from "@/lib/services/database";
import {
  conditionsByLabel,
  type LabelledId,
  type ListPage,
  type ListRequest,
  pageOf,
  searched,
} from "@/lib/services/list-page";
import { analysisInput } from "@/lib/services/result/analysis-input";
import {
  deviationOf,
  firstOf,
  meanOf,
  NEVER,
  nullsLast,
  numberIn,
  placeIn,
  term,
  textIn,
  totalRows,
} from "@/lib/services/sql-terms";
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

/** n, mean and SD per key, condition and dimension, as a subquery whose rows are `BreakdownRow`s. */
function rowsBy(db: Database, studyId: string, selection: RatingSelection, by: Breakdown) {
  const counted = countedRatings(db, studyId, selection);
  const key = keyOf(counted, by).as("key");
  const cells = db
    .select({
      key,
      setId: counted.setId,
      condition: counted.condition,
      dimension: counted.dimension,
      n: count().as("n"),
      mean: meanOf(counted.value).as("mean"),
      sd: deviationOf(counted.value).as("sd"),
    })
    .from(counted)
    .groupBy(key, counted.setId, counted.condition, counted.dimension)
    .as("cells");
  const own = and(eq(stimuli.setId, cells.setId), eq(stimuli.id, cells.key));
  return db
    .select({
      key: cells.key,
      condition: cells.condition,
      dimension: cells.dimension,
      n: cells.n,
      mean: cells.mean,
      sd: cells.sd,
      item: stimuli.item,
      longestRun: numberIn(stimuli.originality, "longestRun").as("longest_run"),
    })
    .from(cells)
    .leftJoin(stimuli, by === "stimulus" ? own : NEVER)
    .as("named");
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
  return sumRatings((tx) => {
    const rows = rowsBy(tx, studyId, selection, "stimulus");
    return tx.select().from(rows).orderBy(rows.condition, rows.dimension, rows.key);
  });
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
  const rows = await sumRatings((tx) => {
    const named = rowsBy(tx, studyId, selection, by);
    const { key, condition, dimension, n, mean, sd, item, longestRun } = named;
    const place = placeIn(order, condition);
    const sort = { condition: place, key, n, mean, sd }[
      request.sort as (typeof BREAKDOWN_SORTS)[number]
    ];
    return tx
      .select({ key, condition, dimension, n, mean, sd, item, longestRun, total: totalRows() })
      .from(named)
      .where(search === "" ? undefined : or(searched(search, key, item), inArray(condition, found)))
      .orderBy(nullsLast(descending ? desc(sort) : asc(sort)), place, dimension, key)
      .limit(size)
      .offset((page - 1) * size);
  });
  const { rows: shown, total } = pageOf(rows);
  return { rows: shown.map(plainKey(by)), total };
}

function keyOf(counted: ReturnType<typeof countedRatings>, by: Breakdown): SQL<string> {
  if (typeof by === "object") return firstOf(textIn(counted.factors, by.factor), "none");
  return {
    stimulus: term<string>(counted.stimulusId),
    participant: term<string>(counted.participantId),
    position: sql<string>`lpad(${counted.position}::text, 4, '0')`,
    language: term<string>(counted.language),
    device: firstOf<string>(counted.device, "unsaid"),
    group: firstOf<string>(counted.group, "none"),
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
