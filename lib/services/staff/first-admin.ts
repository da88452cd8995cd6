import { eq } from "drizzle-orm";
import { accountHolders, signInMethods } from "@/db/schema/staff";
import { CLI_ACTOR, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { advisoryLock, inLowerCase } from "@/lib/services/sql-terms";
import { newId, newSecret } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import { hashPassword } from "./staff-auth";
import { checkedEmail, checkPassword } from "./staff-links";

/** What to sign in with. */
export interface Credential {
  email: string;
  password: string;
}

/** The address of the admin that the first start makes. */
const FIRST_EMAIL = "admin@study.local";

/** Two processes that start at once must not both make a first admin. */
const FIRST_ADMIN_LOCK = "first admin";

/**
 * Makes an admin when there is none yet.
 * @returns the credential, to be shown once and changed after the first sign-in; null when an
 * admin already exists
 */
export async function ensureFirstAdmin(): Promise<Credential | null> {
  const password = newSecret().slice(0, 20);
  const passwordHash = await hashPassword(password);
  const db = await database();
  return withTransaction(db, async (tx) => {
    await tx.execute(advisoryLock(FIRST_ADMIN_LOCK));
    const [found] = await tx
      .select({ id: accountHolders.id })
      .from(accountHolders)
      .where(eq(accountHolders.role, "admin"))
      .limit(1);
    if (found) return null;
    await insertAdmin(tx, { email: FIRST_EMAIL, name: "First admin", passwordHash });
    return { email: FIRST_EMAIL, password };
  });
}

/**
 * Makes an admin from the command line.
 * @param password drawn when none is given
 * @throws InputError for a wrong or taken address, or a password of a wrong length
 */
export async function createAdmin(person: {
  email: string;
  name: string;
  password?: string;
}): Promise<Credential> {
  const email = checkedEmail(person.email);
  const password = person.password ?? newSecret().slice(0, 20);
  checkPassword(password);
  const passwordHash = await hashPassword(password);
  const db = await database();
  await withTransaction(db, async (tx) => {
    const taken = await tx
      .select({ id: accountHolders.id })
      .from(accountHolders)
      .where(eq(inLowerCase(accountHolders.email), email));
    if (taken.length > 0)
      throw new InputError(`${email} already has an account`, { code: "conflict" });
    await insertAdmin(tx, { email, name: person.name, passwordHash });
  });
  return { email, password };
}

async function insertAdmin(
  tx: Database,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<void> {
  const id = newId("accountHolder");
  await tx.insert(accountHolders).values({ id, email, name, role: "admin", emailVerified: true });
  await tx.insert(signInMethods).values({
    id: newId("staffRecord"),
    accountId: id,
    providerId: "credential",
    userId: id,
    password: passwordHash,
  });
  const after = { email, role: "admin" };
  await recordAct(
    CLI_ACTOR,
    { act: "people.create-admin", objectKind: "account holder", objectId: id, after },
    tx,
  );
}
