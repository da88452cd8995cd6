import { eq } from "drizzle-orm";
import { studies } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import { findStudy } from "./find-study";

/**
 * Takes a study out of the lists: a draft goes for good, a test run or simulation is closed and
 * archived, and so is a closed study. What people gave is never deleted here.
 * @returns what became of it
 * @throws InputError for a live study that still runs
 */
export async function discardStudy(slug: string, actor: Actor): Promise<"deleted" | "archived"> {
  const db = await database();
  return db.transaction(async (tx) => {
    const { id } = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
    const { launchedAt, mode, status } = study!;
    if (launchedAt && mode === "live" && status !== "closed")
      throw new InputError(`expected a draft or a closed study, ${slug} is ${status}`);
    const now = new Date();
    if (launchedAt) {
      const closed = {
        status: "closed" as const,
        archivedAt: now,
        closedAt: study!.closedAt ?? now,
      };
      await tx.update(studies).set(closed).where(eq(studies.id, id));
    } else {
      await tx.delete(studies).where(eq(studies.id, id));
    }
    const act = launchedAt ? "study.archive" : "study.delete";
    const before = { slug, status, mode };
    await recordAct(actor, { act, objectKind: "study", objectId: id, before }, tx);
    return launchedAt ? "archived" : "deleted";
  });
}
