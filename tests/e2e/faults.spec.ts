import type { Page } from "@playwright/test";
import pg from "pg";
import { runningServer } from "@/db/embedded/cluster";
import { stopServer } from "@/db/embedded/server";
import { databaseUrl, embeddedFolder } from "@/db/url";
import { closeDatabase, plainSql } from "@/lib/services/database";
import {
  choose,
  expect,
  expectWholeStudy,
  finish,
  listen,
  rate,
  SHORT_TRIALS,
  storedRatings,
  test,
  toFirstTrial,
} from "./journey";
import { Site } from "./site";

const TRIALS = "**/api/participant/*/trials";

async function fill(page: Page): Promise<void> {
  await listen(page);
  await choose(page, "harmony", 4);
  await choose(page, "reality", 0);
}

async function expectTrial(page: Page, number: number): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `Piece ${number} of ${SHORT_TRIALS}`,
  );
}

test("offline in the middle of a trial and back", async ({ page, context, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await fill(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("[data-sending=waiting]")).toBeVisible();
  await expect(page.getByText("Your ratings are kept on this device")).toBeVisible();
  expect(await storedRatings(slug)).toHaveLength(0);
  await context.setOffline(false);
  await expectTrial(page, 2);
  await expect(page.locator("[data-sending=saved]")).toBeVisible();
  expect(await storedRatings(slug)).toHaveLength(2);
  await finish(page);
  await expectWholeStudy(slug, SHORT_TRIALS);
});

test("ratings left in the outbox by a closed page are sent by the next one", async ({
  page,
  context,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await fill(page);
  await page.route(TRIALS, (route) => route.abort());
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("[data-sending=waiting]")).toBeVisible();
  const address = page.url();
  await page.close({ runBeforeUnload: false });
  const later = await context.newPage();
  await later.goto(address);
  await expectTrial(later, 2);
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([4, 0]);
  await finish(later);
  await expectWholeStudy(slug, SHORT_TRIALS);
});

test("the answer to a submit is lost: the ratings are sent again and stored once", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await fill(page);
  let lost = 0;
  await page.route(TRIALS, async (route) => {
    if (lost++ > 0) return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Next" }).click();
  await expectTrial(page, 2);
  expect(lost).toBeGreaterThan(1);
  expect(await storedRatings(slug)).toHaveLength(2);
  await finish(page);
  await expectWholeStudy(slug, SHORT_TRIALS);
});

test("server killed during a submit and started again", async ({ page, study }) => {
  const own = await Site.start();
  try {
    const slug = await study();
    await toFirstTrial(page, own.url, slug);
    await fill(page);
    // The request is held until the server is dead, so that the fault hits it in flight.
    let killed = false;
    await page.route(TRIALS, async (route) => {
      if (!killed) await own.kill();
      killed = true;
      await route.continue();
    });
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.locator("[data-sending=waiting]")).toBeVisible();
    await own.start();
    await expectTrial(page, 2);
    await finish(page);
    await expectWholeStudy(slug, SHORT_TRIALS);
  } finally {
    await own.stop();
  }
});

test("database stopped during a submit and started again", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await fill(page);
  await closeDatabase();
  stopServer(embeddedFolder());
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("[data-sending=waiting]")).toBeVisible();
  await databaseUrl();
  await expectTrial(page, 2);
  await finish(page);
  await expectWholeStudy(slug, SHORT_TRIALS);
});

test("database killed while it stores ratings, and started again", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 3, 5);
  await fill(page);
  // The transaction of the submit waits inside the database for this lock when the fault comes.
  const holder = new pg.Client({ connectionString: await databaseUrl() });
  holder.on("error", () => {});
  await holder.connect();
  await holder.query("begin");
  await holder.query(
    `select from sessions where study_id = (select id from studies where slug = $1) for update`,
    [slug],
  );
  await page.getByRole("button", { name: "Next" }).click();
  await expect.poll(() => waitingForLock(holder)).toBe(1);
  await closeDatabase();
  process.kill(runningServer(embeddedFolder())!.pid, "SIGKILL");
  await expect(page.locator("[data-sending=waiting]")).toBeVisible();
  await databaseUrl();
  await expectTrial(page, 3);
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([3, 5, 4, 0]);
  await finish(page);
  await expectWholeStudy(slug, SHORT_TRIALS);
});

async function waitingForLock(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'",
  );
  return rows[0].waiting;
}

test("a clip answering 500 twice is loaded in the end", async ({ page, site, study }) => {
  const slug = await study();
  let failures = 0;
  await page.route("**/api/clips/*", (route) =>
    failures++ < 2 ? route.fulfill({ status: 500 }) : route.fallback(),
  );
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  expect(failures).toBeGreaterThan(2);
  expect(await storedRatings(slug)).toHaveLength(2);
  const sql = await plainSql();
  const [receipt] = await sql`
    select r.load_failures from receipts r join trials t on t.id = r.trial_id
    join sessions s on s.id = t.session_id join studies y on y.id = s.study_id
    where y.slug = ${slug}`;
  expect(receipt?.load_failures).toBeGreaterThanOrEqual(1);
});

test("a clip that always answers 500 is passed over, with the reason recorded", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await page.route("**/api/clips/*", (route) => route.fulfill({ status: 500 }));
  await toFirstTrial(page, site, slug);
  await expect(page.locator("[data-trouble=failed]")).toBeVisible({ timeout: 60_000 });
  await page.unroute("**/api/clips/*");
  await page.getByRole("button", { name: "Go on to the next piece" }).click();
  await expectTrial(page, 2);
  await finish(page);
  const sql = await plainSql();
  const skipped = await sql`
    select t.status, t.skip_reason from trials t join sessions s on s.id = t.session_id
    join studies y on y.id = s.study_id where y.slug = ${slug} and t.position = 1`;
  expect(skipped[0]).toMatchObject({ status: "skipped" });
  expect(skipped[0]?.skip_reason).toMatch(/^clip failed: status 500/);
  expect(await storedRatings(slug)).toHaveLength((SHORT_TRIALS - 1) * 2);
});

test("the clock of the computer is changed in the middle", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await listen(page);
  await page.evaluate(() => {
    const shifted = Date.now() - 86_400_000;
    Date.now = () => shifted;
  });
  await choose(page, "harmony", 4);
  await choose(page, "reality", 1);
  await page.getByRole("button", { name: "Next" }).click();
  await expectTrial(page, 2);
  expect(await storedRatings(slug)).toHaveLength(2);
});
