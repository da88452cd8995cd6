import { and, eq, ne, sql } from "drizzle-orm";
import { accountHolders, type StaffRole, secondFactors, signIns } from "@/db/schema/staff";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
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
  const query = await plainSql();
  const sort = { name: query`lower(a.name)`, role: query`a.role`, created: query`a.created_at` }[
    request.sort as (typeof PEOPLE_SORTS)[number]
  ];
  const rows = await query<(Person & { total: number })[]>`
    select a.id, a.name, a.email, a.role, a.banned, a.two_factor_enabled as "secondFactor", a.created_at as "createdAt", count(*) over ()::int as total,
      (select count(*)::int from sign_ins s where s.account_holder_id = a.id and s.expires_at > now()) as "signIns",
      (select max(s.created_at) from sign_ins s where s.account_holder_id = a.id) as "lastSignInAt"
    from account_holders a
    where a.name ilike ${likePattern(request.search)} or a.email ilike ${likePattern(request.search)}
    order by ${sort} ${request.descending ? query`desc` : query`asc`}, a.id
    limit ${request.size} offset ${(request.page - 1) * request.size}`;
  return pageOf(rows);
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
  const query = await plainSql();
  const rows = await query<PendingLink[]>`
    select id, kind, email, name, role, expires_at as "expiresAt" from one_time_links
    where used_at is null and expires_at > now() order by created_at desc limit 100`;
  return [...rows];
}

/** What can be changed about a person. */
export type PersonChange =
  | "make-admin"
  | "make-researcher"
  | "withdraw-access"
  | "restore-access"
  | "drop-second-factor"
  | "end-sign-ins";

/**
 * Changes a person's role or access, and ends their sign-ins where they lose something.
 * @throws InputError for an unknown person, or where no admin would be left
 */
export async function changePerson(id: string, change: PersonChange, actor: Actor): Promise<void> {
  const db = await database();
  await db.transaction(async (tx) => {
    // One change at a time: two admins demoting each other must not leave the desk without one.
    await tx.execute(sql`select pg_advisory_xact_lock(7310003)`);
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
