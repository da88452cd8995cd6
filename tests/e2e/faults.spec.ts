import type { Page } from "@playwright/test";
import pg from "pg";
import { runningServer } from "@/db/embedded/cluster";
import { stopServer } from "@/db/embedded/server";
import { databaseUrl, embeddedFolder } from "@/db/url";
import { closeDatabase } from "@/lib/services/database";
import { closePlainSql, plainSql } from "@/tests/factories/plain-sql";
import {
  choose,
  expect,
  finish,
  finishWhole,
  listen,
  rate,
  SHORT_TRIALS,
  sessionsOf,
  storedRatings,
  takeSoundAway,
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

/** Opens a study and rates its first piece, short of pressing Next. */
async function toFilledTrial(page: Page, site: string, slug: string): Promise<void> {
  await toFirstTrial(page, site, slug);
  await fill(page);
}

const pressNext = (page: Page) => page.getByRole("button", { name: "Next" }).click();

const expectWaiting = (page: Page) => expect(page.locator("[data-sending=waiting]")).toBeVisible();

async function expectTrial(page: Page, number: number): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `Piece ${number} of ${SHORT_TRIALS}`,
  );
}

async function valuesOf(slug: string): Promise<number[]> {
  return (await storedRatings(slug)).map((row) => row.value);
}

/** Keeps the submits of a study waiting inside the database, in the middle of their transaction. */
async function holdSubmits(slug: string) {
  const holder = new pg.Client({ connectionString: await databaseUrl() });
  holder.on("error", () => {});
  await holder.connect();
  await holder.query("begin");
  await holder.query(
    `select from sessions where study_id = (select id from studies where slug = $1) for update`,
    [slug],
  );
  const waiting = async (): Promise<number> => {
    const { rows } = await holder.query(
      "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'",
    );
    return rows[0].waiting;
  };
  return { waiting, letGo: () => holder.end() };
}

test("offline while a submit is under way, and back", async ({ page, context, site, study }) => {
  const slug = await study();
  await toFilledTrial(page, site, slug);
  // The request has left the page when the connection goes.
  let cut = false;
  await page.route(TRIALS, async (route) => {
    if (!cut) await context.setOffline(true);
    cut = true;
    await route.continue();
  });
  await pressNext(page);
  await expectWaiting(page);
  await expect(page.getByText("Your answers are kept on this device")).toBeVisible();
  expect(await storedRatings(slug)).toHaveLength(0);
  await context.setOffline(false);
  await expectTrial(page, 2);
  await expect(page.locator("[data-sending=saved]")).toBeVisible();
  expect(await valuesOf(slug)).toEqual([4, 0]);
  await finishWhole(page, slug);
});

test("ratings left in the outbox by a closed page are sent by the next one", async ({
  page,
  context,
  site,
  study,
}) => {
  const slug = await study();
  await toFilledTrial(page, site, slug);
  await page.route(TRIALS, (route) => route.abort());
  await pressNext(page);
  await expectWaiting(page);
  const address = page.url();
  await page.close({ runBeforeUnload: false });
  const later = await context.newPage();
  await later.goto(address);
  await expectTrial(later, 2);
  expect(await valuesOf(slug)).toEqual([4, 0]);
  await finishWhole(later, slug);
});

test("the answer to a submit is lost: the ratings are sent again and stored once", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFilledTrial(page, site, slug);
  let lost = 0;
  await page.route(TRIALS, async (route) => {
    if (lost++ > 0) return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await pressNext(page);
  await expectTrial(page, 2);
  expect(lost).toBeGreaterThan(1);
  expect(await valuesOf(slug)).toEqual([4, 0]);
  await finishWhole(page, slug);
});

test("a double click on Next: the second one comes while the first is on its way", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFilledTrial(page, site, slug);
  let clicked = () => {};
  const both = new Promise<void>((resolve) => {
    clicked = resolve;
  });
  let sent = 0;
  await page.route(TRIALS, async (route) => {
    sent++;
    await both;
    await route.continue();
  });
  await page.getByRole("button", { name: "Next" }).dblclick();
  clicked();
  await expectTrial(page, 2);
  expect(sent).toBe(1);
  expect(await valuesOf(slug)).toEqual([4, 0]);
  await finishWhole(page, slug);
});

test("server killed while it stores ratings, and started again", async ({ page, study }) => {
  const own = await Site.start();
  try {
    const slug = await study();
    await toFilledTrial(page, own.url, slug);
    const submits = await holdSubmits(slug);
    await pressNext(page);
    await expect.poll(submits.waiting).toBe(1);
    await own.kill();
    await submits.letGo();
    await expectWaiting(page);
    await own.start();
    await expectTrial(page, 2);
    expect(await valuesOf(slug)).toEqual([4, 0]);
    await finishWhole(page, slug);
  } finally {
    await own.stop();
  }
});

test("a submit while the database is down waits until it is back", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFilledTrial(page, site, slug);
  await closeDatabase();
  await closePlainSql();
  stopServer(embeddedFolder());
  await pressNext(page);
  await expectWaiting(page);
  await databaseUrl();
  await expectTrial(page, 2);
  expect(await valuesOf(slug)).toEqual([4, 0]);
  await finishWhole(page, slug);
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
  const submits = await holdSubmits(slug);
  await pressNext(page);
  await expect.poll(submits.waiting).toBe(1);
  await closeDatabase();
  await closePlainSql();
  process.kill(runningServer(embeddedFolder())!.pid, "SIGKILL");
  await expectWaiting(page);
  await databaseUrl();
  await expectTrial(page, 3);
  expect(await valuesOf(slug)).toEqual([3, 5, 4, 0]);
  await finishWhole(page, slug);
});

test("a clip answering 500 twice is loaded in the end", async ({ page, site, study }) => {
  const slug = await study();
  let failures = 0;
  await page.route("**/api/clips/*", (route) =>
    failures++ < 2 ? route.fulfill({ status: 500 }) : route.fallback(),
  );
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  expect(failures).toBeGreaterThan(2);
  expect(await valuesOf(slug)).toEqual([1, 2]);
  const sql = await plainSql();
  const [receipt] = await sql`
    select r.load_failures from receipts r join trials t on t.id = r.trial_id
    join sessions s on s.id = t.session_id join studies y on y.id = s.study_id
    where y.slug = ${slug}`;
  expect(receipt?.load_failures).toBeGreaterThanOrEqual(1);
  await finishWhole(page, slug);
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
  expect((await sessionsOf(slug)).map(({ status }) => status)).toEqual(["complete"]);
});

test("a browser that plays no sound says so, and the piece can be passed over", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await takeSoundAway(page);
  await toFirstTrial(page, site, slug);
  await expect(page.locator("[data-play]")).toHaveAttribute("data-status", "ready");
  await page.locator("[data-play]").click();
  const trouble = page.locator("[data-trouble=silent]");
  await expect(trouble).toContainText("This browser does not play the sound");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(trouble).toBeVisible();
  await page.getByRole("button", { name: "Go on to the next piece" }).click();
  await expectTrial(page, 2);
  expect(await storedRatings(slug)).toEqual([]);
  const sql = await plainSql();
  const skipped = await sql`
    select t.skip_reason from trials t join sessions s on s.id = t.session_id
    join studies y on y.id = s.study_id where y.slug = ${slug} and t.position = 1`;
  expect(skipped[0]?.skip_reason).toMatch(/^cannot play sound: /);
});

test("the clock of the computer is changed in the middle", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await listen(page);
  await page.evaluate(() => {
    const right = Date.now.bind(Date);
    Date.now = () => right() - 86_400_000;
  });
  await choose(page, "harmony", 4);
  await choose(page, "reality", 1);
  await pressNext(page);
  await expectTrial(page, 2);
  expect(await valuesOf(slug)).toEqual([4, 1]);
  await finishWhole(page, slug);
});
