import { asc, desc, eq, getTableColumns } from "drizzle-orm";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";
import type { SetStatus } from "@/lib/study/terms";

/** A set as lists show it. */
export interface ListedSet {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  stimuli: number;
  conditions: string[];
  createdAt: Date;
}

/** All stimulus sets, the newest first. */
export async function listStimulusSets(): Promise<ListedSet[]> {
  const db = await database();
  const { id, name, preset, status, createdAt, details } = getTableColumns(stimulusSets);
  const rows = await db
    .select({
      ...{ id, name, preset, status, createdAt, details },
      stimuli: db.$count(stimuli, eq(stimuli.setId, id)),
    })
    .from(stimulusSets)
    .orderBy(desc(createdAt), asc(id));
  return rows.map(({ details, ...row }) => ({
    ...row,
    conditions: details.conditions.map((condition) => condition.id),
  }));
}
