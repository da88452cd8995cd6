import type { APIRequestContext, Page } from "@playwright/test";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { createAdmin } from "@/lib/services/staff/first-admin";
import { inviteStaff, redeemLink } from "@/lib/services/staff/staff-links";
import { expect } from "./journey";

/** The password of everybody in these tests. */
export const PASSWORD = "words in a row";

let made = 0;

/** Makes an account of the test's own; its e-mail address. */
export async function makeStaff(role: "admin" | "researcher"): Promise<string> {
  const email = `${role}-${Date.now().toString(36)}-${made++}@example.org`;
  const name = role === "admin" ? "Ada Admin" : "Rob Researcher";
  if (role === "admin") await createAdmin({ email, name, password: PASSWORD });
  else await redeemLink(await inviteStaff(CLI_ACTOR, { email, name, role }), PASSWORD);
  return email;
}

/** Signs in through the page. */
export async function signIn(
  page: Page,
  site: string,
  email: string,
  password = PASSWORD,
): Promise<void> {
  await page.goto(`${site}/admin`);
  await expect(page).toHaveURL(`${site}/admin/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${site}/admin`);
}

/** Signs in without a page; the context keeps the cookie. */
export async function signInByCall(
  request: APIRequestContext,
  site: string,
  email: string,
): Promise<void> {
  const answer = await request.post(`${site}/api/auth/sign-in/email`, {
    headers: { origin: site },
    data: { email, password: PASSWORD },
  });
  expect(answer.status()).toBe(200);
}
