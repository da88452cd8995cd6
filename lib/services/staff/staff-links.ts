import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import {
  accountHolders,
  oneTimeLinks,
  type StaffRole,
  signInMethods,
  signIns,
} from "@/db/schema/staff";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { inLowerCase } from "@/lib/services/sql-terms";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { newId, newSecret } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from "./staff-auth";

/** How long a one-time link works. */
const LINK_DAYS = 7;

/** A link as the page behind it shows it. */
export interface OpenLink {
  kind: "invitation" | "reset";
  email: string;
  name: string;
  role: StaffRole;
  expiresAt: Date;
}

/**
 * Makes an invitation for a new member of staff.
 * @returns the secret of the link: shown once, only its digest is kept
 * @throws InputError when the address already has an account or is none
 */
export async function inviteStaff(
  actor: Actor,
  person: { email: string; name: string; role: StaffRole },
): Promise<string> {
  const email = checkedEmail(person.email);
  const name = person.name.trim();
  if (name === "" || name.length > 100)
    throw new InputError("name: expected 1 to 100 letters", { field: "name" });
  const db = await database();
  const [existing] = await db
    .select({ id: accountHolders.id })
    .from(accountHolders)
    .where(eq(inLowerCase(accountHolders.email), email));
  if (existing)
    throw new InputError(`${email} already has an account`, { code: "conflict", field: "email" });
  return makeLink(actor, { kind: "invitation", email, name, role: person.role }, "people.invite");
}

/** Makes a password-reset link for an account holder; returns its secret. @throws InputError for an unknown id */
export async function resetStaffPassword(actor: Actor, holderId: string): Promise<string> {
  const db = await database();
  const [holder] = await db.select().from(accountHolders).where(eq(accountHolders.id, holderId));
  if (!holder) throw new InputError(`no account holder ${holderId}`, { code: "not found" });
  const { email, name, role } = holder;
  return makeLink(actor, { kind: "reset", email, name, role }, "people.reset-password");
}

async function makeLink(
  actor: Actor,
  link: { kind: "invitation" | "reset"; email: string; name: string; role: StaffRole },
  act: string,
): Promise<string> {
  const secret = newSecret();
  const db = await database();
  const id = newId("oneTimeLink");
  await withTransaction(db, async (tx) => {
    const expiresAt = new Date(Date.now() + LINK_DAYS * 24 * 3600 * 1000);
    // A new link of the same kind replaces the one before it.
    await tx
      .update(oneTimeLinks)
      .set({ usedAt: new Date() })
      .where(
        and(
          eq(oneTimeLinks.email, link.email),
          eq(oneTimeLinks.kind, link.kind),
          isNull(oneTimeLinks.usedAt),
        ),
      );
    await tx
      .insert(oneTimeLinks)
      .values({ id, ...link, secretDigest: sha256Hex(secret), createdBy: actor.id, expiresAt });
    await recordAct(actor, { act, objectKind: "one-time link", objectId: id, after: link }, tx);
  });
  return secret;
}

/** The link behind a secret, or null when it is unknown, used or expired. */
export async function openLink(secret: string): Promise<OpenLink | null> {
  const db = await database();
  const [link] = await db
    .select()
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.secretDigest, sha256Hex(secret)),
        isNull(oneTimeLinks.usedAt),
        gt(oneTimeLinks.expiresAt, new Date()),
      ),
    );
  return link
    ? {
        kind: link.kind,
        email: link.email,
        name: link.name,
        role: link.role,
        expiresAt: link.expiresAt,
      }
    : null;
}

/**
 * Uses a one-time link: sets the password, making the account for an invitation and ending all
 * sign-ins for a reset.
 * @throws InputError when the link is spent or the password too short or too long
 */
export async function redeemLink(secret: string, password: string): Promise<{ email: string }> {
  checkPassword(password);
  const passwordHash = await hashPassword(password);
  const db = await database();
  return withTransaction(db, async (tx) => {
    const [link] = await tx
      .update(oneTimeLinks)
      .set({ usedAt: new Date() })
      .where(
        and(
          eq(oneTimeLinks.secretDigest, sha256Hex(secret)),
          isNull(oneTimeLinks.usedAt),
          gt(oneTimeLinks.expiresAt, new Date()),
        ),
      )
      .returning();
    if (!link)
      throw new InputError("this link was used or has expired: ask an admin for a new one", {
        code: "conflict",
      });
    const holder = await holderOf(tx, link);
    await tx.delete(signIns).where(eq(signIns.userId, holder.id));
    await tx
      .insert(signInMethods)
      .values({
        id: newId("staffRecord"),
        accountId: holder.id,
        providerId: "credential",
        userId: holder.id,
        password: passwordHash,
      })
      .onConflictDoUpdate({
        target: [signInMethods.userId, signInMethods.providerId],
        set: { password: passwordHash, updatedAt: new Date() },
      });
    const act = link.kind === "invitation" ? "people.join" : "people.set-password";
    await recordAct(
      { id: holder.id, name: holder.name },
      { act, objectKind: "account holder", objectId: holder.id },
      tx,
    );
    return { email: holder.email };
  });
}

async function holderOf(tx: Database, link: typeof oneTimeLinks.$inferSelect) {
  if (link.kind === "invitation") {
    const { email, name, role } = link;
    const [made] = await tx
      .insert(accountHolders)
      .values({ id: newId("accountHolder"), email, name, role, emailVerified: true })
      .returning();
    return made!;
  }
  const [found] = await tx
    .select()
    .from(accountHolders)
    .where(eq(inLowerCase(accountHolders.email), link.email.toLowerCase()));
  if (!found)
    throw new InputError("the account of this link no longer exists", { code: "not found" });
  return found;
}

/** Checks a password's length. @throws InputError */
export function checkPassword(password: string): void {
  const { length } = password;
  if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
    throw new InputError(
      `password: expected ${PASSWORD_MIN} to ${PASSWORD_MAX} letters, got ${length}`,
      { field: "password" },
    );
  }
}

/** An e-mail address in lower case. @throws InputError for what can't be one */
export function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase();
  // The same rule as at the sign-in: an address accepted here must work there.
  if (!z.email().max(200).safeParse(email).success) {
    throw new InputError(`e-mail: expected an address like name@place.org, got "${text}"`, {
      field: "email",
    });
  }
  return email;
}
