import { verify } from "@node-rs/argon2";
import { and, desc, eq, ne } from "drizzle-orm";
import { signInMethods, signIns } from "@/db/schema/staff";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import { hashPassword } from "./staff-auth";
import { checkPassword } from "./staff-links";

/** One of a person's own sign-ins. */
export interface OwnSignIn {
  id: string;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** A person's own sign-ins, the newest first. */
export async function ownSignIns(holderId: string): Promise<OwnSignIn[]> {
  const db = await database();
  return db
    .select({
      id: signIns.id,
      userAgent: signIns.userAgent,
      ipAddress: signIns.ipAddress,
      createdAt: signIns.createdAt,
      expiresAt: signIns.expiresAt,
    })
    .from(signIns)
    .where(eq(signIns.userId, holderId))
    .orderBy(desc(signIns.createdAt))
    .limit(100);
}

/** Ends one of a person's own sign-ins. @throws InputError for one that is not theirs */
export async function endOwnSignIn(actor: Actor, signInId: string): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const [ended] = await tx
      .delete(signIns)
      .where(and(eq(signIns.id, signInId), eq(signIns.userId, actor.id)))
      .returning({ id: signIns.id });
    if (!ended) throw new InputError("this sign-in has ended already", { code: "not found" });
    await recordAct(
      actor,
      { act: "account.end-sign-in", objectKind: "sign-in", objectId: signInId },
      tx,
    );
  });
}

/**
 * Changes a person's own password and ends their other sign-ins.
 * @throws InputError when the old password is wrong or the new one too short or too long
 */
export async function changeOwnPassword(
  actor: Actor & { signInId: string },
  passwords: { old: string; new: string },
): Promise<void> {
  checkPassword(passwords.new);
  const db = await database();
  const own = and(eq(signInMethods.userId, actor.id), eq(signInMethods.providerId, "credential"));
  const [method] = await db.select().from(signInMethods).where(own);
  if (!method?.password || !(await verify(method.password, passwords.old))) {
    throw new InputError("the old password is wrong", { field: "old" });
  }
  const password = await hashPassword(passwords.new);
  await withTransaction(db, async (tx) => {
    await tx.update(signInMethods).set({ password, updatedAt: new Date() }).where(own);
    await tx
      .delete(signIns)
      .where(and(eq(signIns.userId, actor.id), ne(signIns.id, actor.signInId)));
    await recordAct(
      actor,
      { act: "account.change-password", objectKind: "account holder", objectId: actor.id },
      tx,
    );
  });
}
