import { and, asc, count, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { stimuli, stimulusFiles, stimulusSets } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import { nullsLast, numberIn, totalRows } from "@/lib/services/sql-terms";
import { blindLabels, orderForFigure } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";
import type { FileKind, Originality, StimulusRole, StimulusSet } from "@/lib/stimuli/manifest";
import type { SetStatus } from "@/lib/study/terms";

/** A set with what its page shows above the clips. */
export interface SetDetail {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  details: StimulusSet;
  parentId: string | null;
  parentName: string | null;
  jobId: string | null;
  createdAt: Date;
  publishedAt: Date | null;
  archivedAt: Date | null;
  studies: { slug: string; name: string; status: string }[];
  /** A running, blind study uses it. */
  blind: boolean;
  /** What the desk calls each condition now. */
  labels: Record<string, string>;
  roles: Record<string, number>;
}

/** One clip of a set. */
export interface SetClip {
  id: string;
  role: StimulusRole;
  condition: string;
  item: string;
  durationMs: number;
  loudness: number | null;
  truePeak: number | null;
  originality: Originality;
  description: Record<string, number>;
  factors: Record<string, string | number | boolean | null>;
  repairs: number;
  files: FileKind[];
}

/**
 * A set by its id.
 * @throws InputError where there is none
 */
export async function setDetail(id: string): Promise<SetDetail> {
  const db = await database();
  const parents = alias(stimulusSets, "parents");
  const [row] = await db
    .select({ set: stimulusSets, parentName: parents.name })
    .from(stimulusSets)
    .leftJoin(parents, eq(parents.id, stimulusSets.parentId))
    .where(eq(stimulusSets.id, id));
  if (!row) throw new InputError(`no stimulus set ${id}`, { code: "not found" });
  const { createdBy: _, ...set } = row.set;
  const [blinding] = await blindingStudies(db, id).orderBy(studies.launchedAt).limit(1);
  return {
    ...set,
    parentName: row.parentName,
    studies: await studiesOf(db, id),
    blind: blinding !== undefined,
    labels: labelsOf(set.details, blinding?.seed ?? null),
    roles: await roleCounts(db, id),
  };
}

/** Running studies whose desk must not learn which model is which in a set. */
export function blindingStudies(db: Database, setId: string | typeof stimulusSets.id) {
  return db
    .select({ seed: studies.seed })
    .from(studies)
    .where(
      and(
        eq(studies.setId, setId),
        eq(studies.mode, "live"),
        isNotNull(studies.launchedAt),
        isNull(studies.unblindedAt),
      ),
    )
    .$dynamic();
}

async function studiesOf(db: Database, setId: string): Promise<SetDetail["studies"]> {
  const { slug, name, status, createdAt } = studies;
  return db
    .select({ slug, name, status })
    .from(studies)
    .where(eq(studies.setId, setId))
    .orderBy(createdAt);
}

async function roleCounts(db: Database, setId: string): Promise<SetDetail["roles"]> {
  const rows = await db
    .select({ role: stimuli.role, clips: count() })
    .from(stimuli)
    .where(eq(stimuli.setId, setId))
    .groupBy(stimuli.role);
  return Object.fromEntries(rows.map(({ role, clips }) => [role, clips]));
}

/** Anchors keep their names: whoever hears them knows them anyway. */
function labelsOf(details: StimulusSet, seed: string | null): Record<string, string> {
  const compared = details.conditions
    .filter(({ kind }) => kind !== "human" && kind !== "scrambled")
    .map(({ id }) => id);
  const shown =
    seed === null
      ? orderForFigure(compared).map((id) => ({ id, label: id }))
      : blindLabels(compared, seed);
  const rest = details.conditions
    .filter(({ id }) => !compared.includes(id))
    .map(({ id }) => ({ id, label: id }));
  return Object.fromEntries([...shown, ...rest].map(({ id, label }) => [id, label]));
}

/** Orders in which clips are shown. */
export const CLIP_SORTS = ["item", "loudness", "originality", "notesPerBar"] as const;

/** One page of a set's clips; `filters.condition` and `filters.role` narrow it. */
export async function setClips(setId: string, request: ListRequest): Promise<ListPage<SetClip>> {
  const db = await database();
  const { id, role, condition, item, durationMs, loudness, truePeak } = stimuli;
  const { originality, description, factors, repairs, position } = stimuli;
  const sort = {
    item,
    loudness,
    originality: numberIn(originality, "longestRun"),
    notesPerBar: numberIn(description, "notesPerBar"),
  }[request.sort as (typeof CLIP_SORTS)[number]];
  const wanted = request.filters as { condition?: string; role?: StimulusRole | "" };
  const rows = await db
    .select({
      ...{ id, role, condition, item, durationMs, loudness, truePeak },
      ...{ originality, description, factors, repairs },
      files: filesOfClip(),
      total: totalRows(),
    })
    .from(stimuli)
    .where(
      and(
        eq(stimuli.setId, setId),
        wanted.condition ? eq(condition, wanted.condition) : undefined,
        wanted.role ? eq(role, wanted.role) : undefined,
        searched(request.search, item, id),
      ),
    )
    .orderBy(nullsLast(request.descending ? desc(sort) : asc(sort)), position)
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  return pageOf(rows);
}

function filesOfClip(): SQL<FileKind[]> {
  const { kind, setId, stimulusId } = stimulusFiles;
  const own = and(eq(setId, stimuli.setId), eq(stimulusId, stimuli.id));
  return sql<FileKind[]>`array(select ${kind} from ${stimulusFiles} where ${own})`;
}

/** One clip. @throws InputError where there is none */
export async function setClip(setId: string, stimulusId: string): Promise<SetClip> {
  const request = {
    search: stimulusId,
    sort: "item",
    descending: false,
    page: 1,
    size: 1,
    filters: {},
  };
  const { rows } = await setClips(setId, request);
  if (!rows[0])
    throw new InputError(`set ${setId} has no stimulus ${stimulusId}`, { code: "not found" });
  return rows[0];
}

/** Asks for all of a set's clips at once. */
export const EVERY_CLIP: ListRequest = {
  search: "",
  sort: "item",
  descending: false,
  page: 1,
  size: 5000,
  filters: {},
};

/**
 * The clip of the parent set that each clip of a set is compared with: the same role and condition,
 * and the same item or, where the items are others, the one in the same place.
 * @returns the parent's clips by the ids of the set's
 */
export async function parentCounterparts(
  setId: string,
  parentId: string,
): Promise<Map<string, SetClip>> {
  const [own, parents] = await Promise.all([
    setClips(setId, EVERY_CLIP),
    setClips(parentId, EVERY_CLIP),
  ]);
  const cells = cellsOf(parents.rows);
  const pairs = new Map<string, SetClip>();
  for (const [cell, clips] of cellsOf(own.rows)) {
    const others = cells.get(cell) ?? [];
    for (const [index, clip] of clips.entries()) {
      const other = others.find(({ item }) => item === clip.item) ?? others[index];
      if (other) pairs.set(clip.id, other);
    }
  }
  return pairs;
}

function cellsOf(clips: readonly SetClip[]): Map<string, SetClip[]> {
  const cells = new Map<string, SetClip[]>();
  for (const clip of clips) {
    const cell = `${clip.role} ${clip.condition}`;
    cells.set(cell, [...(cells.get(cell) ?? []), clip]);
  }
  return cells;
}
