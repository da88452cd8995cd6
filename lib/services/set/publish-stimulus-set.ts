import { eq } from "drizzle-orm";
import { stimulusSets } from "@/db/schema/stimuli";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { findStimulusSet, type StimulusSetRow } from "./find-stimulus-set";

/**
 * Publishes a draft set: from then on the database refuses every change to it. Publishing a
 * published set again does nothing.
 * @param reference id or name of the set
 * @throws InputError where there is no such set
 */
export async function publishStimulusSet(reference: string, actor: Actor): Promise<StimulusSetRow> {
  const db = await database();
  return withTransaction(db, async (tx) => {
    const set = await findStimulusSet(reference, tx);
    if (set.status === "published") return set;
    const [published] = await tx
      .update(stimulusSets)
      .set({ status: "published", publishedAt: set.publishedAt ?? new Date(), archivedAt: null })
      .where(eq(stimulusSets.id, set.id))
      .returning();
    await recordAct(
      actor,
      {
        act: "set.publish",
        objectKind: "stimulus set",
        objectId: set.id,
        before: { status: set.status },
        after: { status: "published" },
      },
      tx,
    );
    return published!;
  });
}
