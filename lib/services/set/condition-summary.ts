import { and, count, eq } from "drizzle-orm";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { type Database, database } from "@/lib/services/database";
import { mean } from "@/lib/stats/descriptive";

/** Numbers of one condition of a set, for the comparison with its parent. */
export interface ConditionSummary {
  condition: string;
  clips: number;
  loudness: number | null;
  /** LUFS from one speaker and of each channel alone; null where it was not measured. */
  mono: number | null;
  left: number | null;
  right: number | null;
  longestRun: number | null;
  description: Record<string, number>;
}

type Clip = Awaited<ReturnType<typeof mainClips>>[number];

/** Means per condition over a set's main clips, conditions in the set's order. */
export async function conditionSummaries(setId: string): Promise<ConditionSummary[]> {
  const clips = await mainClips(await database(), setId);
  const conditions = new Set(clips.map(({ condition }) => condition));
  return [...conditions].map((condition) =>
    summaryOf(
      condition,
      clips.filter((clip) => clip.condition === condition),
    ),
  );
}

function mainClips(db: Database, setId: string) {
  const { id, condition, loudness, originality, description, position } = stimuli;
  return db
    .select({ id, condition, loudness, originality, description, details: stimulusSets.details })
    .from(stimuli)
    .innerJoin(stimulusSets, eq(stimulusSets.id, stimuli.setId))
    .where(and(eq(stimuli.setId, setId), eq(stimuli.role, "main")))
    .orderBy(position);
}

function summaryOf(condition: string, clips: readonly Clip[]): ConditionSummary {
  const heard = clips.map(({ id, details }) => details.loudness.byEar?.[id]);
  return {
    condition,
    clips: clips.length,
    loudness: meanOfKnown(clips.map(({ loudness }) => loudness)),
    mono: meanOfKnown(heard.map((ears) => ears?.mono)),
    left: meanOfKnown(heard.map((ears) => ears?.left)),
    right: meanOfKnown(heard.map((ears) => ears?.right)),
    longestRun: meanOfKnown(clips.map(longestRunOf)),
    description: meanDescription(clips.map(({ description }) => description)),
  };
}

function longestRunOf({ originality }: Clip): number | null {
  return originality.status === "computed" ? originality.longestRun : null;
}

/** The mean of the values that are there; null where none is. */
function meanOfKnown(values: readonly (number | null | undefined)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? null : mean(known);
}

/** The mean of every number that the descriptions of some clips have, over those that have it. */
function meanDescription(descriptions: readonly Record<string, number>[]): Record<string, number> {
  const names = new Set(descriptions.flatMap(Object.keys));
  const given = (name: string) => descriptions.flatMap((description) => description[name] ?? []);
  return Object.fromEntries([...names].map((name) => [name, mean(given(name))]));
}

/** How many clips to rate a set has of each condition; conditions with practice clips alone have none. */
export async function clipsToRate(setId: string): Promise<Record<string, number>> {
  const db = await database();
  const rows = await db
    .select({ condition: stimuli.condition, clips: count() })
    .from(stimuli)
    .where(and(eq(stimuli.setId, setId), eq(stimuli.role, "main")))
    .groupBy(stimuli.condition);
  return Object.fromEntries(rows.map(({ condition, clips }) => [condition, clips]));
}
