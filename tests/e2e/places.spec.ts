import { plainSql } from "@/lib/services/database";
import {
  choose,
  endPause,
  expect,
  expectOpen,
  expectWholeStudy,
  finish,
  listen,
  next,
  rate,
  SHORT_TRIALS,
  sessionsOf,
  short,
  storedRatings,
  test,
  toFirstTrial,
} from "./journey";

const second = `Piece 2 of ${SHORT_TRIALS}`;

test("a second tab is at the same trial, and follows when the first goes on", async ({
  page,
  context,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(`Piece 1 of ${SHORT_TRIALS}`);
  await page.bringToFront();
  await rate(page, 1, 2);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(second);
  await other.bringToFront();
  await finish(other);
  await page.bringToFront();
  await expect(page.getByText("All your answers are stored.")).toBeVisible();
  await expectWholeStudy(slug, SHORT_TRIALS);
});

test("two tabs rate the same trial: the first ratings stand, and it is said", async ({
  page,
  context,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  const other = await context.newPage();
  // This tab hears nothing of the first one.
  await other.addInitScript(() => {
    Reflect.deleteProperty(window, "BroadcastChannel");
  });
  await other.goto(page.url());
  await listen(other);
  await choose(other, "harmony", 5);
  await choose(other, "reality", 5);
  await rate(page, 1, 0);
  await other.getByRole("button", { name: "Next" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(second);
  await expect(other.getByText("The first ratings stand")).toBeVisible();
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([1, 0]);
});

test("the back button leads to no earlier trial", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await page.goBack();
  await expect(page.getByText("can't go back to an earlier piece")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await finish(page);
  await expectWholeStudy(slug, SHORT_TRIALS);
});

test("a second browser goes on by the private link", async ({ page, browser, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  await page.locator("[data-help]").click();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy private link" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`/s/${slug}/resume#`);

  const elsewhere = await browser.newContext({ locale: "en-GB" });
  const device = await elsewhere.newPage();
  await device.goto(link);
  await expect(device.getByRole("heading", { level: 1 })).toHaveText(second);
  expect(device.url()).not.toContain("#");
  await finish(device);
  await expectWholeStudy(slug, SHORT_TRIALS);
  await elsewhere.close();
});

test("a wrong private link is told to be wrong", async ({ page, site, study }) => {
  const slug = await study();
  await page.goto(`${site}/s/${slug}/resume#${"x".repeat(40)}`);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

test("what was heard and chosen before a reload is there after it", async ({
  page,
  site,
  study,
}) => {
  const slug = await study((configuration) => ({
    ...short(configuration),
    listening: { ...configuration.listening, comment: true },
  }));
  await toFirstTrial(page, site, slug);
  await listen(page);
  await choose(page, "harmony", 0);
  await page.getByRole("textbox").fill("seems & sounds “fine” 🎵");
  await page.reload();
  await expectOpen(page);
  await expect(page.getByRole("textbox")).toHaveValue("seems & sounds “fine” 🎵");
  await expect(page.locator("fieldset[data-dimension=harmony] input:checked")).toHaveValue("0");
  await choose(page, "reality", 3);
  await next(page);
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([0, 3]);
  const sql = await plainSql();
  const [row] = await sql`
    select r.plays, t.comment from receipts r join trials t on t.id = r.trial_id
    join sessions s on s.id = t.session_id join studies y on y.id = s.study_id
    where y.slug = ${slug}`;
  expect({ ...row }).toEqual({ plays: 1, comment: "seems & sounds “fine” 🎵" });
});

test("reload on every page leads to the same page", async ({ page, site, study }) => {
  const slug = await study((configuration) => ({
    ...configuration,
    trials: {
      ...configuration.trials,
      models: configuration.trials.models.map((share) => ({ ...share, perParticipant: 1 })),
      practice: 1,
      pauseEvery: 2,
      itemDistance: 0,
    },
    checks: { ...configuration.checks, sound: false, headphones: null },
  }));
  const again = async () => {
    const before = await page.locator("h1").first().textContent();
    await page.reload();
    await expect(page.locator("h1").first()).toHaveText(before ?? "");
  };
  await page.goto(`${site}/s/${slug}?lang=en`);
  await again();
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("heading", { name: "Your consent" })).toBeVisible();
  await again();
  await page.getByRole("radio", { name: /^Yes/ }).check();
  await page.getByRole("checkbox", { name: /at least/ }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Practice piece 1 of 1" })).toBeVisible();
  await again();
  await rate(page, 1, 1);
  await expect(page.getByRole("heading", { name: "Ready to begin" })).toBeVisible();
  await again();
  await endPause(page);
  await expect(page.getByRole("heading", { name: "Piece 1 of 3" })).toBeVisible();
  await rate(page, 0, 1);
  await rate(page, 2, 3);
  await expect(page.getByRole("heading", { name: "A short pause" })).toBeVisible();
  await again();
  await endPause(page);
  await expect(page.getByRole("heading", { name: "Piece 3 of 3" })).toBeVisible();
  await rate(page, 4, 5);
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await again();
  const rows = await storedRatings(slug);
  expect(rows.filter((row) => row.kind === "main")).toHaveLength(6);
  expect(rows.filter((row) => row.kind === "practice")).toHaveLength(2);
  expect((await sessionsOf(slug)).map(({ status }) => status)).toEqual(["complete"]);
});
