import { and, asc, count, desc, eq, gt, inArray, isNotNull, max, ne, or, sql } from "drizzle-orm";
import { countedSessions, countedTrials } from "@/db/schema/counted";
import { checks, sessions, slots } from "@/db/schema/sessions";
import { stimuli } from "@/db/schema/stimuli";
import { type Database, database } from "@/lib/services/database";
import {
  conditionsByLabel,
  type ListPage,
  type ListRequest,
  pageOf,
  searched,
} from "@/lib/services/list-page";
import {
  countWhere,
  firstOf,
  medianOf,
  numberIn,
  placeIn,
  secondsAgo,
  secondsBetween,
  textIn,
  totalRows,
} from "@/lib/services/sql-terms";
import type { StudyFacts } from "./study-facts";

/** How a study is going. */
export interface StudyProgress {
  /** Sessions started. */
  started: number;
  active: number;
  /** Active sessions heard from within the last two minutes. */
  present: number;
  complete: number;
  abandoned: number;
  declined: number;
  screenedOut: number;
  withdrawn: number;
  excluded: number;
  /** Median minutes from start to completion, null before the first. */
  medianMinutes: number | null;
  lastActivityAt: Date | null;
  /** Where sessions that are not complete stand now, in the order of the walk. */
  standing: { place: string; active: number; ended: number }[];
  checks: { kind: string; passed: number; failed: number }[];
  waitingSlots: { free: number; claimed: number; done: number; returned: number };
}

/** Places of the walk in order; trials are counted one by one between them. */
const WALK = ["consent", "sound", "headphones", "practice", "trial", "pause", "questions", "done"];

/** Counts of a study's sessions by state, where they stopped, checks and slots. */
export async function studyProgress(facts: StudyFacts): Promise<StudyProgress> {
  const db = await database();
  const [statuses, standing, checks, slots] = await Promise.all([
    statusRows(db, facts),
    standingRows(db, facts),
    checkRows(db, facts),
    slotRows(db, facts),
  ]);
  return {
    ...summedStatuses(statuses),
    standing: inWalkOrder(byPlace(standing)),
    checks,
    waitingSlots: slotCounts(slots),
  };
}

type StatusRow = Awaited<ReturnType<typeof statusRows>>[number];
type StandingRow = Awaited<ReturnType<typeof standingRows>>[number];
type SlotRow = Awaited<ReturnType<typeof slotRows>>[number];

/** Seconds since its last sign within which a session counts as present. */
const PRESENT_SECONDS = 120;

function statusRows(db: Database, { id }: StudyFacts) {
  const { startedAt, completedAt, lastSeenAt, status } = sessions;
  return db
    .select({
      status,
      n: count(),
      last: max(lastSeenAt),
      present: countWhere(gt(lastSeenAt, secondsAgo(PRESENT_SECONDS))),
      excluded: countWhere(eq(countedSessions.excluded, true)),
      minutes: medianOf(sql`${secondsBetween(startedAt, completedAt)} / 60`),
    })
    .from(countedSessions)
    .innerJoin(sessions, eq(sessions.id, countedSessions.id))
    .where(eq(countedSessions.studyId, id))
    .groupBy(status);
}

function standingRows(db: Database, { id, mode }: StudyFacts) {
  const { state, status, studyId } = sessions;
  const [kind, trial] = [textIn(state, "kind").as("kind"), numberIn(state, "trial").as("trial")];
  return db
    .select({
      ...{ kind, trial },
      active: countWhere(eq(status, "active")),
      ended: countWhere(ne(status, "active")),
    })
    .from(sessions)
    .where(
      and(
        eq(studyId, id),
        eq(sessions.mode, mode),
        inArray(status, ["active", "abandoned", "screened-out", "declined"]),
      ),
    )
    .groupBy(kind, trial);
}

/** Trials and the pauses before them one by one; practice is one place. */
function byPlace(rows: readonly StandingRow[]): StandingRow[] {
  const places = new Map<string, StandingRow>();
  for (const row of rows) {
    const own = row.kind === "trial" || row.kind === "pause" ? row.trial : null;
    const key = `${row.kind} ${own}`;
    const { active, ended } = places.get(key) ?? { active: 0, ended: 0 };
    const sum = { active: active + row.active, ended: ended + row.ended };
    places.set(key, { kind: row.kind, trial: own, ...sum });
  }
  return [...places.values()];
}

function checkRows(db: Database, { id, mode }: StudyFacts) {
  const { kind, passed, sessionId } = checks;
  return db
    .select({
      kind,
      passed: countWhere(eq(passed, true)),
      failed: countWhere(eq(passed, false)),
    })
    .from(checks)
    .innerJoin(sessions, eq(sessions.id, sessionId))
    .where(and(eq(sessions.studyId, id), eq(sessions.mode, mode)))
    .groupBy(kind)
    .orderBy(kind);
}

function slotRows(db: Database, { id }: StudyFacts) {
  const { status, returnedAt, studyId } = slots;
  const returned = and(isNotNull(returnedAt), eq(status, "free"))!;
  return db
    .select({ status, n: count(), returned: countWhere(returned) })
    .from(slots)
    .where(eq(studyId, id))
    .groupBy(status);
}

function summedStatuses(rows: readonly StatusRow[]) {
  const of = (status: string) => rows.find((row) => row.status === status)?.n ?? 0;
  const seen = rows.map((row) => row.last).filter((moment): moment is Date => moment !== null);
  return {
    started: rows.reduce((sum, row) => sum + row.n, 0),
    active: of("active"),
    present: rows.find((row) => row.status === "active")?.present ?? 0,
    complete: of("complete"),
    abandoned: of("abandoned"),
    declined: of("declined"),
    screenedOut: of("screened-out"),
    withdrawn: of("withdrawn"),
    excluded: rows.reduce((sum, row) => sum + row.excluded, 0),
    medianMinutes: rows.find((row) => row.status === "complete")?.minutes ?? null,
    lastActivityAt: seen.length === 0 ? null : new Date(Math.max(...seen.map(Number))),
  };
}

function inWalkOrder(rows: readonly StandingRow[]) {
  const place = (kind: string | null) =>
    WALK.includes(kind ?? "") ? WALK.indexOf(kind ?? "") : WALK.length;
  return [...rows]
    .sort((a, b) => {
      const [x, y] = [a, b].map(({ kind }) =>
        kind === "pause" ? place("trial") : place(kind),
      ) as [number, number];
      return x - y || (a.trial ?? 0) - (b.trial ?? 0) || (a.kind === "pause" ? -1 : 1);
    })
    .map(({ kind, trial, active, ended }) => ({
      place:
        trial === null
          ? (kind ?? "")
          : kind === "pause"
            ? `pause before trial ${trial}`
            : `trial ${trial}`,
      active,
      ended,
    }));
}

function slotCounts(rows: readonly SlotRow[]) {
  const of = (status: string) => rows.find((row) => row.status === status)?.n ?? 0;
  const returned = rows.find((row) => row.status === "free")?.returned ?? 0;
  return { free: of("free"), claimed: of("claimed"), done: of("done"), returned };
}

/** How often a stimulus was rated. */
export interface Exposure {
  stimulus: string;
  condition: string;
  item: string;
  /** Main trials rated in complete sessions that are not excluded. */
  completed: number;
  /** Main trials rated at all. */
  rated: number;
  skipped: number;
}

/** Orders of the table of exposure. */
export const EXPOSURE_SORTS = ["completed", "item", "condition", "rated", "skipped"] as const;

/** One page of the stimuli, and how far apart the exposure of all of them lies. */
export interface ExposurePage extends ListPage<Exposure> {
  least: number;
  most: number;
}

/**
 * Ratings given per stimulus of a study: one page, searched by stimulus, item and the condition's label.
 * Sorted by label too, so that a blind desk learns nothing from the set's own order.
 */
export async function studyExposure(
  facts: StudyFacts,
  { search, sort, descending, page, size }: ListRequest,
): Promise<ExposurePage> {
  const db = await database();
  const { order, found } = conditionsByLabel(facts.conditions, search);
  const ranged = exposureOf(db, facts, order);
  const { stimulus, condition, item, completed, rated, skipped, least, most } = ranged;
  const place = placeIn(order, condition);
  const by = { completed, item, condition: place, rated, skipped }[
    sort as (typeof EXPOSURE_SORTS)[number]
  ];
  const rows = await db
    .select({
      ...{ stimulus, condition, item, completed, rated, skipped, least, most },
      total: totalRows(),
    })
    .from(ranged)
    .where(
      search === "" ? undefined : or(searched(search, stimulus, item), inArray(condition, found)),
    )
    .orderBy(descending ? desc(by) : asc(by), place, item, stimulus)
    .limit(size)
    .offset((page - 1) * size);
  const range = { least: rows[0]?.least ?? 0, most: rows[0]?.most ?? 0 };
  return { ...pageOf(rows), ...range };
}

/** How often each main clip of the conditions was rated, with the least and the most of all. */
function exposureOf(db: Database, facts: StudyFacts, conditions: readonly string[]) {
  const { stimulusId, status, counts } = countedTrials;
  const heard = db
    .select({
      stimulusId,
      completed: countWhere(and(eq(status, "rated"), eq(counts, true))!).as("heard_completed"),
      rated: countWhere(eq(status, "rated")).as("heard_rated"),
      skipped: countWhere(eq(status, "skipped")).as("heard_skipped"),
    })
    .from(countedTrials)
    .where(
      and(
        eq(countedTrials.studyId, facts.id),
        eq(countedTrials.kind, "main"),
        ne(status, "pending"),
      ),
    )
    .groupBy(stimulusId)
    .as("heard");
  const completed = firstOf<number>(heard.completed, 0);
  return db
    .select({
      stimulus: stimuli.id,
      condition: stimuli.condition,
      item: stimuli.item,
      completed: completed.mapWith(Number).as("completed"),
      rated: firstOf<number>(heard.rated, 0).mapWith(Number).as("rated"),
      skipped: firstOf<number>(heard.skipped, 0).mapWith(Number).as("skipped"),
      least: sql`min(${completed}) over ()`.mapWith(Number).as("least"),
      most: sql`max(${completed}) over ()`.mapWith(Number).as("most"),
    })
    .from(stimuli)
    .leftJoin(heard, eq(heard.stimulusId, stimuli.id))
    .where(
      and(
        eq(stimuli.setId, facts.setId),
        eq(stimuli.role, "main"),
        inArray(stimuli.condition, [...conditions]),
      ),
    )
    .as("ranged");
}
