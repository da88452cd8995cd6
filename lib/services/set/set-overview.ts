import { and, asc, count, desc, eq, exists, getTableColumns, inArray, ne } from "drizzle-orm";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import { blindingStudies } from "@/lib/services/set/set-detail";
import { countWhere, inLowerCase, totalRows } from "@/lib/services/sql-terms";
import { fittingPresets, type PresetFit } from "@/lib/study/presets";
import type { SetStatus } from "@/lib/study/terms";

/** A set in the list. */
export interface SetLine {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  stimuli: number;
  conditions: string[];
  studies: number;
  /** A running, blind study uses it: the desk must not learn which model is which. */
  blind: boolean;
  createdAt: Date;
  publishedAt: Date | null;
}

/** A set that a study may be made of, with the study presets that fit it. */
export interface SetChoice {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  stimuli: number;
  fits: PresetFit[];
}

/** Every set that is not archived, the newest first, with the presets that fit. */
export async function setChoices(): Promise<SetChoice[]> {
  const db = await database();
  const { id, name, preset, status, createdAt, details } = getTableColumns(stimulusSets);
  const sets = await db
    .select({ id, name, preset, status, details })
    .from(stimulusSets)
    .where(ne(status, "archived"))
    .orderBy(desc(createdAt), asc(id))
    .limit(CHOICES);
  const clips = await clipCounts(
    db,
    sets.map((set) => set.id),
  );
  return sets.map(({ details, ...set }) => {
    const own = clips.filter((row) => row.setId === set.id);
    const ofCondition = (condition: string) =>
      own.find((row) => row.condition === condition)?.main ?? 0;
    const conditions = details.conditions.map((condition) => ({
      id: condition.id,
      kind: condition.kind,
      mainClips: ofCondition(condition.id),
    }));
    const all = own.reduce((sum, row) => sum + row.clips, 0);
    return { ...set, stimuli: all, fits: fittingPresets(conditions) };
  });
}

/** Sets that a form offers at most. */
const CHOICES = 200;

function clipCounts(db: Database, sets: string[]) {
  const { setId, condition, role } = stimuli;
  return db
    .select({ setId, condition, clips: count(), main: countWhere(eq(role, "main")) })
    .from(stimuli)
    .where(inArray(setId, sets))
    .groupBy(setId, condition);
}

/** Columns that the list of sets sorts by. */
export const SET_SORTS = ["created", "name", "stimuli"] as const;

/** One page of the stimulus sets; archived ones only when they are asked for. */
export async function stimulusSetList(request: ListRequest): Promise<ListPage<SetLine>> {
  const db = await database();
  const { id, name, preset, status, createdAt, publishedAt, details } =
    getTableColumns(stimulusSets);
  const clips = db.$count(stimuli, eq(stimuli.setId, id));
  const sort = { created: createdAt, name: inLowerCase(name), stimuli: clips }[
    request.sort as (typeof SET_SORTS)[number]
  ];
  const wanted = request.filters.status as SetStatus | "" | undefined;
  const rows = await db
    .select({
      ...{ id, name, preset, status, createdAt, publishedAt, details },
      stimuli: clips,
      studies: db.$count(studies, eq(studies.setId, id)),
      blind: exists(blindingStudies(db, id)).mapWith(Boolean),
      total: totalRows(),
    })
    .from(stimulusSets)
    .where(
      and(
        wanted ? eq(status, wanted) : ne(status, "archived"),
        searched(request.search, name, id, preset),
      ),
    )
    .orderBy(request.descending ? desc(sort) : asc(sort), id)
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  return pageOf(
    rows.map(({ details, ...row }) => ({
      ...row,
      conditions: details.conditions.map((condition) => condition.id),
    })),
  );
}
