import { and, eq } from "drizzle-orm";
import { stimuli, stimulusFiles } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";

/** The condition of each main clip of a set by the SHA-256 of its MP3: what simulated truths go by. */
export async function clipConditions(setId: string): Promise<Map<string, string>> {
  const db = await database();
  const rows = await db
    .select({ sha256: stimulusFiles.sha256, condition: stimuli.condition })
    .from(stimulusFiles)
    .innerJoin(
      stimuli,
      and(eq(stimuli.setId, stimulusFiles.setId), eq(stimuli.id, stimulusFiles.stimulusId)),
    )
    .where(
      and(eq(stimulusFiles.setId, setId), eq(stimulusFiles.kind, "mp3"), eq(stimuli.role, "main")),
    );
  return new Map(rows.map((row) => [row.sha256, row.condition]));
}
