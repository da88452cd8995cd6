import type { Page } from "@playwright/test";
import { plainSql } from "@/tests/factories/plain-sql";
import {
  expect,
  finishWhole,
  rate,
  sessionsOf,
  storedRatings,
  test,
  toFirstTrial,
} from "./journey";

const waiting = (page: Page) => page.locator("[data-sending=waiting]");
const notice = (page: Page) => page.locator("main [aria-live=polite]").first();

/** Uses up what a study's session may ask for, so that its next request is refused for so long. */
async function spendAllowance(slug: string, seconds: number): Promise<void> {
  const [session] = await sessionsOf(slug);
  const sql = await plainSql();
  await sql`
    insert into request_allowances (caller, whole_at)
    values (${`session ${session!.id}`}, now() + ${`${seconds} seconds`}::interval)
    on conflict (caller) do update set whole_at = excluded.whole_at`;
}

test("too many requests: the page says so, waits as long as it is told, and goes on by itself", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  const refused = page.waitForResponse((answer) => answer.status() === 429);
  // A burst of 60 in steps of 200 ms is let through: this is five seconds more.
  await spendAllowance(slug, 59 * 0.2 + 5);
  const rated = rate(page, 4, 0);
  const answer = await refused;
  expect(Number(answer.headers()["retry-after"])).toBeGreaterThanOrEqual(1);
  await rated;
  expect(await storedRatings(slug)).toHaveLength(2);
  await finishWhole(page, slug);
});

test("while the server asks for patience the page names that cause, not the connection", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await page.route("**/api/participant/*/trials", (route) =>
    route.fulfill({
      status: 429,
      headers: { "retry-after": "30" },
      json: { error: "too many requests", message: "try again in 30 s" },
    }),
  );
  void rate(page, 4, 0).catch(() => undefined);
  await expect(waiting(page)).toBeVisible();
  await expect(notice(page)).toContainText("very many requests");
  await expect(notice(page)).not.toContainText("connection");
});

test("a blocker that lets only pages through is told from a lost connection", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await page.route("**/api/participant/**", (route) => route.abort("blockedbyclient"));
  void rate(page, 4, 0).catch(() => undefined);
  await expect(notice(page)).toContainText("blocks the study");
  await page.unroute("**/api/participant/**");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Piece 2 of 6");
  expect(await storedRatings(slug)).toHaveLength(2);
});
