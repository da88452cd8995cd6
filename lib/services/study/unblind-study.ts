import { and, eq, isNull } from "drizzle-orm";
import { studies } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import { findStudy } from "./find-study";

/**
 * Shows the models' names to the desk from now on; the moment is kept and logged.
 * @throws InputError for an unknown study or one that was unblinded before
 */
export async function unblindStudy(slug: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    await findStudy(slug, tx);
    const [study] = await tx
      .update(studies)
      .set({ unblindedAt: new Date() })
      .where(and(eq(studies.slug, slug), isNull(studies.unblindedAt)))
      .returning();
    if (!study)
      throw new InputError(`expected a blind study, ${slug} is none`, { code: "conflict" });
    const after = { unblindedAt: study.unblindedAt };
    await recordAct(
      actor,
      { act: "study.unblind", objectKind: "study", objectId: slug, after },
      tx,
    );
  });
}
