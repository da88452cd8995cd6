import { eq } from "drizzle-orm";
import { studies } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { findStudy } from "@/lib/services/study/find-study";
import { InputError } from "@/lib/shared/invariant";

/**
 * Makes the results page of a closed study public, or takes it back. Model names, means and clips are
 * then for everybody to see; the act is logged.
 * @param released false takes the page back
 * @throws InputError where there is no such study, or it is not closed, or holds no person's judgement (test and simulated studies)
 */
export async function releaseResults(slug: string, actor: Actor, released = true): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const { id } = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
    const { status, mode, releasedAt } = study!;
    if (released && (status !== "closed" || mode !== "live")) {
      throw new InputError(
        `release: expected a closed study of real participants, ${slug} is ${status}, ${mode}`,
        { code: "conflict" },
      );
    }
    const after = released ? (releasedAt ?? new Date()) : null;
    await tx.update(studies).set({ releasedAt: after }).where(eq(studies.id, id));
    await recordAct(
      actor,
      {
        act: released ? "study.release" : "study.unrelease",
        objectKind: "study",
        objectId: id,
        before: { releasedAt },
        after: { releasedAt: after },
      },
      tx,
    );
  });
}
