import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { stimulusSets } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import { findStimulusSet } from "./find-stimulus-set";

/** Hides a set from the list; studies that use it go on. @throws InputError when it is archived already */
export async function archiveStimulusSet(id: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    await findStimulusSet(id, tx);
    const [set] = await tx
      .update(stimulusSets)
      .set({ status: "archived", archivedAt: new Date() })
      .where(and(eq(stimulusSets.id, id), isNull(stimulusSets.archivedAt)))
      .returning();
    if (!set)
      throw new InputError(`expected a set that is not archived, got ${id}`, { code: "conflict" });
    await recordAct(actor, { act: "set.archive", objectKind: "stimulus set", objectId: id }, tx);
  });
}

/** Shows an archived set again, as what it was. @throws InputError when it is not archived */
export async function unarchiveStimulusSet(id: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    await findStimulusSet(id, tx);
    const [found] = await tx
      .select()
      .from(stimulusSets)
      .where(and(eq(stimulusSets.id, id), isNotNull(stimulusSets.archivedAt)))
      .for("update");
    if (!found) throw new InputError(`expected an archived set, got ${id}`, { code: "conflict" });
    const status = found.publishedAt ? "published" : "draft";
    await tx.update(stimulusSets).set({ status, archivedAt: null }).where(eq(stimulusSets.id, id));
    await recordAct(
      actor,
      { act: "set.unarchive", objectKind: "stimulus set", objectId: id, after: { status } },
      tx,
    );
  });
}

/** Deletes a draft for good. @throws InputError for a published set or one that a study uses */
export async function deleteDraftSet(id: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const [set] = await tx.select().from(stimulusSets).where(eq(stimulusSets.id, id)).for("update");
    if (!set) throw new InputError(`no stimulus set ${id}`, { code: "not found" });
    if (set.publishedAt)
      throw new InputError("a published set is never deleted: archive it instead", {
        code: "conflict",
      });
    const [user] = await tx
      .select({ slug: studies.slug })
      .from(studies)
      .where(eq(studies.setId, id))
      .limit(1);
    if (user) throw new InputError(`the study ${user.slug} uses this set`, { code: "conflict" });
    await tx.delete(stimulusSets).where(eq(stimulusSets.id, id));
    const before = { name: set.name, preset: set.preset };
    await recordAct(
      actor,
      { act: "set.delete", objectKind: "stimulus set", objectId: id, before },
      tx,
    );
  });
}
