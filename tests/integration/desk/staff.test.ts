import { describe, expect, it } from "vitest";
import { auditLog, checkAuditLog } from "@/lib/services/act/list-acts";
import { recordAct } from "@/lib/services/act/record-act";
import { createAdmin, ensureFirstAdmin } from "@/lib/services/staff/first-admin";
import { changePerson, peopleList } from "@/lib/services/staff/list-people";
import { changeOwnPassword } from "@/lib/services/staff/own-account";
import {
  countFailure,
  forgetFailures,
  secondsToWait,
  waitSeconds,
} from "@/lib/services/staff/sign-in-throttle";
import { staffAuth } from "@/lib/services/staff/staff-auth";
import {
  inviteStaff,
  openLink,
  redeemLink,
  resetStaffPassword,
} from "@/lib/services/staff/staff-links";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
const ACTOR = { id: "ach_test", name: "Test" };

async function signIn(email: string, password: string): Promise<boolean> {
  const auth = await staffAuth();
  return auth.api.signInEmail({ body: { email, password } }).then(
    () => true,
    () => false,
  );
}

describe("first admin", () => {
  it("is made once, however many processes start at once", async () => {
    const made = await Promise.all([ensureFirstAdmin(), ensureFirstAdmin(), ensureFirstAdmin()]);
    const credentials = made.filter((one) => one !== null);
    expect(credentials).toHaveLength(1);
    expect(await signIn(credentials[0]!.email, credentials[0]!.password)).toBe(true);
    expect(await signIn(credentials[0]!.email, "wrong password here")).toBe(false);
    expect(await ensureFirstAdmin()).toBeNull();
  });

  it("stores argon2id hashes and no password", async () => {
    await createAdmin({ email: "Ada@Example.org", name: "Ada", password: "a long password" });
    const rows = await database.current.plain<
      { password: string }[]
    >`select password from sign_in_methods`;
    for (const { password } of rows)
      expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(createAdmin({ email: "ada@example.org", name: "B" })).rejects.toThrow(
      "already has an account",
    );
    await expect(createAdmin({ email: "nobody", name: "B" })).rejects.toThrow(
      "expected an address",
    );
    await expect(
      createAdmin({ email: "c@example.org", name: "C", password: "short" }),
    ).rejects.toThrow("expected 12 to 200");
  });

  it("offers no way to sign up", async () => {
    const auth = await staffAuth();
    const body = { email: "new@example.org", password: "a long password", name: "New" };
    await expect(auth.api.signUpEmail({ body })).rejects.toThrow();
  });
});

describe("one-time links", () => {
  it("invite someone once", async () => {
    const secret = await inviteStaff(ACTOR, {
      email: "Bo@example.org",
      name: "Bo",
      role: "researcher",
    });
    expect(await openLink(secret)).toMatchObject({
      kind: "invitation",
      email: "bo@example.org",
      role: "researcher",
    });
    await expect(redeemLink(secret, "short")).rejects.toThrow("12 to 200");
    await redeemLink(secret, "words in a row");
    expect(await signIn("bo@example.org", "words in a row")).toBe(true);
    await expect(redeemLink(secret, "another password")).rejects.toThrow("was used or has expired");
    expect(await openLink(secret)).toBeNull();
    const [row] = await database.current.plain`select secret_digest from one_time_links`;
    expect(row!.secret_digest).not.toContain(secret);
  });

  it("reset a password, end all sign-ins, and replace the link before", async () => {
    const { rows } = await peopleList({
      search: "bo@",
      sort: "name",
      descending: false,
      page: 1,
      size: 10,
      filters: {},
    });
    const [bo] = rows;
    expect(bo!.signIns).toBe(1);
    const old = await resetStaffPassword(ACTOR, bo!.id);
    const secret = await resetStaffPassword(ACTOR, bo!.id);
    expect(await openLink(old)).toBeNull();
    await redeemLink(secret, "other words in a row");
    expect(await signIn("bo@example.org", "words in a row")).toBe(false);
    expect(await signIn("bo@example.org", "other words in a row")).toBe(true);
    const actor = { ...bo!, signInId: "none" };
    await expect(
      changeOwnPassword(actor, { old: "wrong", new: "words once more" }),
    ).rejects.toThrow("old password is wrong");
    await changeOwnPassword(actor, { old: "other words in a row", new: "words once more" });
    expect(await signIn("bo@example.org", "words once more")).toBe(true);
  });
});

describe("roles", () => {
  it("never leaves the desk without an admin, even when two give up at once", async () => {
    const request = { search: "", sort: "name", descending: false, page: 1, size: 10, filters: {} };
    const admins = (await peopleList(request)).rows.filter((one) => one.role === "admin");
    expect(admins).toHaveLength(2);
    const ends = await Promise.allSettled(
      admins.map(({ id }) => changePerson(id, "make-researcher", ACTOR)),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const left = (await peopleList(request)).rows.filter((one) => one.role === "admin");
    expect(left).toHaveLength(1);
    await expect(changePerson(left[0]!.id, "withdraw-access", ACTOR)).rejects.toThrow("only admin");
  });

  it("keeps someone out whose access was withdrawn", async () => {
    const { rows } = await peopleList({
      search: "bo@",
      sort: "name",
      descending: false,
      page: 1,
      size: 1,
      filters: {},
    });
    await changePerson(rows[0]!.id, "withdraw-access", ACTOR);
    expect(await signIn("bo@example.org", "words once more")).toBe(false);
    await changePerson(rows[0]!.id, "restore-access", ACTOR);
    expect(await signIn("bo@example.org", "words once more")).toBe(true);
  });
});

describe("wrong passwords", () => {
  it("slow the sixth attempt, per account and per address", async () => {
    const now = new Date();
    const one = { email: "slow@example.org", address: "192.0.2.1" };
    for (let i = 0; i < 4; i++) await countFailure(one, now);
    expect(await secondsToWait(one, now)).toBe(0);
    await countFailure(one, now);
    expect(await secondsToWait(one, now)).toBe(5);
    expect(await secondsToWait({ ...one, address: "192.0.2.9" }, now)).toBe(5);
    expect(await secondsToWait({ email: "else@example.org", address: "192.0.2.1" }, now)).toBe(5);
    expect(await secondsToWait({ email: "else@example.org", address: null }, now)).toBe(0);
    expect(await secondsToWait(one, new Date(now.getTime() + 5000))).toBe(0);
    await forgetFailures(one.email);
    expect(await secondsToWait({ ...one, address: null }, now)).toBe(0);
    expect([4, 5, 6, 7, 50].map(waitSeconds)).toEqual([0, 5, 10, 20, 300]);
  });

  it("are counted exactly when they come at once", async () => {
    const attempt = { email: "many@example.org", address: null };
    await Promise.all(Array.from({ length: 20 }, () => countFailure(attempt)));
    const rows = await database.current.plain`select count from sign_in_failures where count = 20`;
    expect(rows).toHaveLength(1);
  });
});

describe("audit log", () => {
  it("stays one chain when many write at once", async () => {
    const acts = Array.from({ length: 25 }, (_, i) => ({
      act: "test.act",
      objectKind: "thing",
      objectId: `t${i}`,
      after: { i, none: undefined, at: new Date() },
    }));
    await Promise.all(acts.map((act) => recordAct(ACTOR, act)));
    const { checked, fault } = await checkAuditLog();
    expect(fault).toBeNull();
    expect(checked).toBeGreaterThan(25);
    const page = await auditLog({
      search: "test.act",
      sort: "number",
      descending: true,
      page: 2,
      size: 10,
      filters: {},
    });
    expect(page.total).toBe(25);
    expect(page.rows).toHaveLength(10);
  });

  it("is refused changes and removals by the database itself, and notices those of a superuser", async () => {
    const { plain } = database.current;
    await expect(plain`update audit_entries set act = 'x' where number = 3`).rejects.toThrow(
      "never changed",
    );
    await expect(plain`delete from audit_entries where number = 3`).rejects.toThrow(
      "never changed",
    );
    await expect(plain`truncate audit_entries`).rejects.toThrow("never changed");
    await plain`alter table audit_entries disable trigger all`;
    await plain`update audit_entries set actor_name = 'Mallory' where number = 3`;
    await plain`alter table audit_entries enable trigger all`;
    expect((await checkAuditLog()).fault).toEqual({ number: 3, fault: "content was changed" });
  });
});
