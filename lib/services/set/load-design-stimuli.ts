import { asc, eq } from "drizzle-orm";
import { stimuli } from "@/db/schema/stimuli";
import type { Database } from "@/lib/services/database";
import type { DesignStimulus } from "@/lib/study/design/design-input";

/** A stimulus as the design engine sees it, with the length of its clip. */
export interface LoadedStimulus extends DesignStimulus {
  durationMs: number;
}

/** The stimuli of a set in manifest order. */
export async function loadDesignStimuli(db: Database, setId: string): Promise<LoadedStimulus[]> {
  const rows = await db
    .select()
    .from(stimuli)
    .where(eq(stimuli.setId, setId))
    .orderBy(asc(stimuli.position));
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    condition: row.condition,
    item: row.item,
    durationMs: row.durationMs,
    ...(row.catch ? { language: row.catch.language } : {}),
  }));
}
