import { readyQuestions } from "@/lib/study/default-texts";
import { plainSql } from "@/tests/factories/plain-sql";
import {
  choose,
  endPause,
  expect,
  expectOpen,
  finishWhole,
  listen,
  next,
  openWithdrawal,
  rate,
  SHORT_TRIALS,
  sessionsOf,
  short,
  storedRatings,
  test,
  toFirstTrial,
  withdraw,
} from "./journey";
import { agree, answerHeadphones, answerSound, begin, notesOf } from "./opening";

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
  await finishWhole(other, slug);
  await page.bringToFront();
  await expect(page.getByText("All your answers are stored.")).toBeVisible();
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
  await finishWhole(other, slug);
});

test("the back button leads to no earlier trial", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await page.goBack();
  await expect(page.getByText("can’t go back to an earlier piece")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await finishWhole(page, slug);
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
  expect(link).toContain(`/s/${slug}/resume?lang=en#`);

  const elsewhere = await browser.newContext({ locale: "en-GB" });
  const device = await elsewhere.newPage();
  await device.goto(link);
  await expect(device.getByRole("heading", { level: 1 })).toHaveText(second);
  expect(device.url()).not.toContain("#");
  await finishWhole(device, slug);
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
    checks: {
      ...configuration.checks,
      sound: true,
      headphones: { kind: "huggins", passAt: 5, attempts: 1, screenOut: false },
    },
    questions: readyQuestions(),
  }));
  const at = async (title: string) => {
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toHaveText(title);
    await page.reload();
    await expect(heading).toHaveText(title);
  };
  await page.goto(`${site}/s/${slug}?lang=en`);
  await at("Listening study");
  await begin(page, `${site}/s/${slug}?lang=en`);
  await at("Your consent");
  await agree(page);
  await at("Set your sound");
  await answerSound(page, notesOf((await sessionsOf(slug))[0]));
  await at("Headphone check");
  await answerHeadphones(page);
  await at("Practice piece 1 of 1");
  await rate(page, 1, 1);
  await at("Ready to begin");
  await endPause(page);
  await at("Piece 1 of 3");
  await rate(page, 0, 1);
  await rate(page, 2, 3);
  await at("A short pause");
  await endPause(page);
  await at("Piece 3 of 3");
  await rate(page, 4, 5);
  await at("A few questions");
  await page.getByRole("button", { name: "Finish" }).click();
  await at("Thank you");
  const rows = await storedRatings(slug);
  expect(rows.filter((row) => row.kind === "main")).toHaveLength(6);
  expect(rows.filter((row) => row.kind === "practice")).toHaveLength(2);
  expect((await sessionsOf(slug)).map(({ status }) => status)).toEqual(["complete"]);
  await openWithdrawal(page);
  await at("Withdraw from the study");
  await withdraw(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have withdrawn");
  await page.goto(`${site}/s/${slug}?lang=en`);
  await at("You have withdrawn");
  expect(await storedRatings(slug)).toEqual([]);
});
