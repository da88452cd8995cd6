import { deskCalls, deskPages, isAdminAct, needsSignIn } from "./desk-routes";
import { makeStaff, PASSWORD, signInByCall } from "./desk-staff";
import { expect, test } from "./journey";

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
      else expect([200, 404], path).toContain(answer.status());
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
      expect((await answer.json()).error).toBe("foreign origin");
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
    ]) {
      const answer = await request.post(`${site}/api/auth/${path}`, {
        headers: { origin: site },
        data: { role: "admin" },
      });
      expect(answer.status(), path).toBe(404);
    }
  });
});
