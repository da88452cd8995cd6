import { createHmac } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { deskCalls, deskPages, isAdminAct, needsSignIn } from "./desk-routes";
import { makeStaff, PASSWORD, signInByCall } from "./desk-staff";
import { expect, test } from "./journey";

/** The code of RFC 6238 (six digits, SHA-1, 30 s) for a key in base 32, as an app shows it now. */
function codeNow(key: string): string {
  const bits = [...key]
    .map((letter) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
    )
    .join("");
  const bytes = bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const number = digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

test.describe("who may do what at the desk", () => {
  test("the list of routes is read from the source", () => {
    const calls = deskCalls();
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter(isAdminAct).length).toBeGreaterThan(12);
    expect(deskPages().length).toBeGreaterThan(15);
  });

  test("signed out: every call answers 401 and every page leads to the sign-in", async ({
    site,
    request,
  }) => {
    for (const call of deskCalls().filter(needsSignIn)) {
      const answer = await request.fetch(site + call.path, {
        method: call.method,
        headers: { origin: site },
        data: call.method === "GET" ? undefined : {},
      });
      expect(answer.status(), `${call.method} ${call.path}`).toBe(401);
    }
    for (const { path } of deskPages()) {
      const answer = await request.get(site + path, { maxRedirects: 0 });
      expect(answer.status(), path).toBe(307);
      expect(answer.headers().location, path).toBe("/admin/sign-in");
    }
  });

  test("a researcher gets 403 on every admin act and page, and may read", async ({
    site,
    study,
    request,
  }) => {
    const known = { slug: await study(), set: process.env.STUDY_E2E_SET ?? "" };
    await signInByCall(request, site, await makeStaff("researcher"));
    for (const call of deskCalls()) {
      const answer = await request.fetch(site + call.path, {
        method: call.method,
        headers: { origin: site },
        data: call.method === "GET" ? undefined : {},
      });
      if (isAdminAct(call)) expect(answer.status(), `${call.method} ${call.path}`).toBe(403);
      else expect([200, 400, 404], `${call.method} ${call.path}`).toContain(answer.status());
    }
    for (const { path, admins } of deskPages(known)) {
      const answer = await request.get(site + path, { maxRedirects: 0 });
      if (admins) expect(answer.status(), path).toBe(403);
      // Before the stop rule a study's clips lead to its results, which ask for a reason to look.
      else if (path.endsWith("/clips")) {
        expect(answer.status(), path).toBe(307);
        expect(answer.headers().location, path).toBe(`/admin/studies/${known.slug}`);
      } else expect([200, 404], path).toContain(answer.status());
    }
  });

  test("a foreign origin is refused, even with an admin's cookie", async ({ site, request }) => {
    await signInByCall(request, site, await makeStaff("admin"));
    for (const call of deskCalls().filter(({ method }) => method !== "GET")) {
      const answer = await request.fetch(site + call.path, {
        method: call.method,
        headers: { origin: "https://elsewhere.example" },
        data: {},
      });
      expect(answer.status(), `${call.method} ${call.path}`).toBe(403);
      expect((await answer.json()).error).toBe("forbidden");
    }
    const signIn = await request.post(`${site}/api/auth/sign-in/email`, {
      headers: { origin: "https://elsewhere.example" },
      data: { email: "a@example.org", password: PASSWORD },
    });
    expect(signIn.status()).toBe(403);
  });

  test("five wrong passwords slow the sixth attempt, and the right password too", async ({
    site,
    request,
  }) => {
    const email = await makeStaff("researcher");
    const attempt = (password: string) =>
      request.post(`${site}/api/auth/sign-in/email`, {
        headers: { origin: site },
        data: { email, password },
      });
    for (let i = 0; i < 5; i++) expect((await attempt("a wrong password")).status()).toBe(401);
    const sixth = await attempt(PASSWORD);
    expect(sixth.status()).toBe(429);
    expect(Number(sixth.headers()["retry-after"])).toBeGreaterThan(0);
    expect((await sixth.json()).message).toContain("try again in");
  });

  test("a second factor is asked for once it is on; kept codes work once", async ({
    site,
    playwright,
  }) => {
    const email = await makeStaff("admin");
    const headers = { origin: site };
    const own = await playwright.request.newContext();
    const address = `${site}/api/desk/account/second-factor`;
    await signInByCall(own, site, email);
    const wrong = await own.post(address, { headers, data: { password: "not the password" } });
    expect(wrong.status()).toBe(400);
    const made = await own.post(address, { headers, data: { password: PASSWORD } });
    expect(made.status(), await made.text()).toBe(200);
    const { key, backupCodes } = await made.json();
    // It counts from the first right code on.
    expect((await own.put(address, { headers, data: { code: "000000" } })).status()).toBe(400);
    const on = await own.put(address, { headers, data: { code: codeNow(key) } });
    expect(on.status(), await on.text()).toBe(200);
    expect((await own.get(`${site}/admin/account`, { maxRedirects: 0 })).status()).toBe(200);

    const signInAgain = async () => {
      const other = await playwright.request.newContext();
      const answer = await other.post(`${site}/api/auth/sign-in/email`, {
        headers,
        data: { email, password: PASSWORD },
      });
      expect(await answer.json()).toMatchObject({ twoFactorRedirect: true });
      expect((await other.get(`${site}/admin`, { maxRedirects: 0 })).status()).toBe(307);
      return other;
    };
    const give = async (other: APIRequestContext, way: string, code: string) =>
      (
        await other.post(`${site}/api/auth/two-factor/${way}`, { headers, data: { code } })
      ).status();
    const byApp = await signInAgain();
    expect(await give(byApp, "verify-totp", "000000")).toBe(401);
    expect(await give(byApp, "verify-totp", codeNow(key))).toBe(200);
    expect((await byApp.get(`${site}/admin`, { maxRedirects: 0 })).status()).toBe(200);
    const byPaper = await signInAgain();
    expect(await give(byPaper, "verify-backup-code", backupCodes[0])).toBe(200);
    expect((await byPaper.get(`${site}/admin`, { maxRedirects: 0 })).status()).toBe(200);
    expect(await give(await signInAgain(), "verify-backup-code", backupCodes[0])).toBe(401);

    expect((await own.delete(address, { headers, data: { password: PASSWORD } })).status()).toBe(
      200,
    );
    const free = await playwright.request.newContext();
    await signInByCall(free, site, email);
    expect((await free.get(`${site}/admin`, { maxRedirects: 0 })).status()).toBe(200);
  });

  test("nothing of the sign-in library is open but signing in and out", async ({
    site,
    request,
  }) => {
    await signInByCall(request, site, await makeStaff("researcher"));
    for (const path of [
      "sign-up/email",
      "admin/set-role",
      "admin/create-user",
      "admin/impersonate-user",
      "update-user",
      "delete-user",
      "two-factor/enable",
      "two-factor/disable",
      "two-factor/get-totp-uri",
    ]) {
      const answer = await request.post(`${site}/api/auth/${path}`, {
        headers: { origin: site },
        data: { role: "admin" },
      });
      expect(answer.status(), path).toBe(404);
    }
  });
});
