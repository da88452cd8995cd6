import { and, asc, desc, eq, getTableColumns, gt, isNull, max, ne } from "drizzle-orm";
import {
  accountHolders,
  oneTimeLinks,
  type StaffRole,
  secondFactors,
  signIns,
} from "@/db/schema/staff";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import {
  advisoryLock,
  countWhere,
  databaseNow,
  inLowerCase,
  totalRows,
} from "@/lib/services/sql-terms";
import { InputError } from "@/lib/shared/invariant";

/** An account holder in the list of people. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: StaffRole;
  banned: boolean;
  /** Their sign-in asks for a code besides the password. */
  secondFactor: boolean;
  createdAt: Date;
  signIns: number;
  lastSignInAt: Date | null;
}

/** Columns that the list of people sorts by. */
export const PEOPLE_SORTS = ["name", "role", "created"] as const;

/** One page of the account holders. */
export async function peopleList(request: ListRequest): Promise<ListPage<Person>> {
  const db = await database();
  const own = getTableColumns(accountHolders);
  const seen = db
    .select({
      userId: signIns.userId,
      running: countWhere(gt(signIns.expiresAt, databaseNow())).as("running"),
      last: max(signIns.createdAt).as("last"),
    })
    .from(signIns)
    .groupBy(signIns.userId)
    .as("seen");
  const sort = { name: inLowerCase(own.name), role: own.role, created: own.createdAt }[
    request.sort as (typeof PEOPLE_SORTS)[number]
  ];
  const rows = await db
    .select({
      id: own.id,
      name: own.name,
      email: own.email,
      role: own.role,
      banned: own.banned,
      secondFactor: own.twoFactorEnabled,
      createdAt: own.createdAt,
      signIns: seen.running,
      lastSignInAt: seen.last,
      total: totalRows(),
    })
    .from(accountHolders)
    .leftJoin(seen, eq(seen.userId, own.id))
    .where(searched(request.search, own.name, own.email))
    .orderBy(request.descending ? desc(sort) : asc(sort), own.id)
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  return pageOf(rows.map((row) => ({ ...row, signIns: row.signIns ?? 0 })));
}

/** An invitation or reset that has not been used. */
export interface PendingLink {
  id: string;
  kind: string;
  email: string;
  name: string;
  role: string;
  expiresAt: Date;
}

/** Links that still work. */
export async function pendingLinks(): Promise<PendingLink[]> {
  const db = await database();
  const { id, kind, email, name, role, expiresAt, usedAt, createdAt } = oneTimeLinks;
  return db
    .select({ id, kind, email, name, role, expiresAt })
    .from(oneTimeLinks)
    .where(and(isNull(usedAt), gt(expiresAt, databaseNow())))
    .orderBy(desc(createdAt))
    .limit(100);
}

/** What can be changed about a person. */
export type PersonChange =
  | "make-admin"
  | "make-researcher"
  | "withdraw-access"
  | "restore-access"
  | "drop-second-factor"
  | "end-sign-ins";

const PEOPLE_LOCK = "people";

/**
 * Changes a person's role or access, and ends their sign-ins where they lose something.
 * @throws InputError for an unknown person, or where no admin would be left
 */
export async function changePerson(id: string, change: PersonChange, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    // One change at a time: two admins demoting each other must not leave the desk without one.
    await tx.execute(advisoryLock(PEOPLE_LOCK));
    const [person] = await tx.select().from(accountHolders).where(eq(accountHolders.id, id));
    if (!person) throw new InputError(`no account holder ${id}`, { code: "not found" });
    const loses = change === "make-researcher" || change === "withdraw-access";
    if (loses && person.role === "admin" && !person.banned) await requireAnotherAdmin(tx, id);
    const set = CHANGES[change];
    if (set)
      await tx
        .update(accountHolders)
        .set({ ...set, updatedAt: new Date() })
        .where(eq(accountHolders.id, id));
    if (change === "drop-second-factor")
      await tx.delete(secondFactors).where(eq(secondFactors.userId, id));
    if (loses || change === "end-sign-ins") await tx.delete(signIns).where(eq(signIns.userId, id));
    const before = { role: person.role, banned: person.banned };
    const after = { ...before, ...set };
    await recordAct(
      actor,
      { act: `people.${change}`, objectKind: "account holder", objectId: id, before, after },
      tx,
    );
  });
}

const CHANGES: Record<PersonChange, Partial<typeof accountHolders.$inferInsert> | null> = {
  "make-admin": { role: "admin" },
  "make-researcher": { role: "researcher" },
  "withdraw-access": { banned: true },
  "restore-access": { banned: false },
  "drop-second-factor": { twoFactorEnabled: false },
  "end-sign-ins": null,
};

async function requireAnotherAdmin(tx: Database, id: string): Promise<void> {
  const [other] = await tx
    .select({ id: accountHolders.id })
    .from(accountHolders)
    .where(
      and(
        eq(accountHolders.role, "admin"),
        eq(accountHolders.banned, false),
        ne(accountHolders.id, id),
      ),
    )
    .limit(1);
  if (!other)
    throw new InputError("this is the only admin: make someone else one first", {
      code: "conflict",
    });
}
