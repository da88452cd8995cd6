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

/** What a simulated truth has to know of a clip. */
export interface ClipFacts {
  stimulus: string;
  condition: string;
  /** Catch clips: the end of the scale that they ask for. */
  answer: "lowest" | "highest" | null;
}

/** Every clip of a set by the SHA-256 of its MP3, with its stimulus, and what a catch clip asks for. */
export async function clipFacts(setId: string): Promise<Map<string, ClipFacts>> {
  const db = await database();
  const rows = await db
    .select({
      sha256: stimulusFiles.sha256,
      stimulus: stimuli.id,
      condition: stimuli.condition,
      asked: stimuli.catch,
    })
    .from(stimulusFiles)
    .innerJoin(
      stimuli,
      and(eq(stimuli.setId, stimulusFiles.setId), eq(stimuli.id, stimulusFiles.stimulusId)),
    )
    .where(and(eq(stimulusFiles.setId, setId), eq(stimulusFiles.kind, "mp3")));
  return new Map(
    rows.map(({ sha256, asked, ...row }) => [sha256, { ...row, answer: asked?.answer ?? null }]),
  );
}
