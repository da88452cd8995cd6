import { desc, eq, or } from "drizzle-orm";
import { stimulusSets } from "@/db/schema/stimuli";
import { type Database, database } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";

/** A stimulus set's row. */
export type StimulusSetRow = typeof stimulusSets.$inferSelect;

/**
 * Finds a set by its id or by its name (the newest of that name).
 * @throws InputError where there is none
 */
export async function findStimulusSet(
  reference: string,
  within?: Database,
): Promise<StimulusSetRow> {
  const db = within ?? (await database());
  const [found] = await db
    .select()
    .from(stimulusSets)
    .where(or(eq(stimulusSets.id, reference), eq(stimulusSets.name, reference)))
    .orderBy(desc(stimulusSets.createdAt))
    .limit(1);
  if (!found)
    throw new InputError(`expected the id or name of a stimulus set, got ${reference}`, {
      code: "not found",
    });
  return found;
}
