import type { Page } from "@playwright/test";
import { readyQuestions } from "@/lib/study/default-texts";
import {
  expect,
  expectOpen,
  expectWholeStudy,
  heading,
  SHORT_TRIALS,
  sessionsOf,
  short,
  storedRatings,
  test,
} from "./journey";
import { notesOf } from "./opening";

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${selector}`);
}

/** Opens a study, begins and gives consent. */
async function enter(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("button", { name: "Begin" })).toBeVisible();
  await tabTo(page, "main button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your consent" })).toBeVisible();
  await tabTo(page, "input[name=agree]");
  await page.keyboard.press("Space");
  await tabTo(page, "input[type=checkbox]");
  await page.keyboard.press("Space");
  await tabTo(page, "main button");
  await page.keyboard.press("Enter");
}

/** Space plays, digits rate, Enter goes on. */
async function rateByKeys(page: Page, first: string, second: string): Promise<void> {
  await expectReady(page);
  await page.keyboard.press("Space");
  await expectOpen(page);
  await page.keyboard.press(first);
  await page.keyboard.press(second);
  await expect(page.getByRole("button", { name: "Next" })).toBeEnabled();
  const before = await heading(page);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect.poll(() => heading(page)).not.toBe(before);
}

const expectReady = (page: Page) =>
  expect(page.locator("[data-play][data-status=ready]")).toBeVisible();

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("a whole study by keyboard alone: Space plays, digits rate, Enter goes on", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await enter(page, `${site}/s/${slug}?lang=en`);
  for (let trial = 1; trial <= SHORT_TRIALS; trial++) {
    await rateByKeys(page, "0", "5");
  }
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expectWholeStudy(slug, SHORT_TRIALS);
  expect(new Set((await storedRatings(slug)).map((row) => row.value))).toEqual(new Set([0, 5]));
});

test("checks, practice, pause, questions and withdrawal by keyboard alone", async ({
  page,
  site,
  study,
}) => {
  const slug = await study((configuration) => {
    const { trials, checks, ...base } = short(configuration);
    const models = trials.models.map((share) => ({ ...share, perParticipant: 1 }));
    const headphones = { kind: "huggins" as const, passAt: 5 as const, attempts: 1 };
    return {
      ...base,
      trials: { ...trials, models, practice: 1, pauseEvery: 2 },
      checks: { ...checks, sound: true, headphones: { ...headphones, screenOut: false } },
      questions: readyQuestions(),
    };
  });
  await enter(page, `${site}/s/${slug}?lang=en`);
  await expect(title(page)).toHaveText("Set your sound");
  await tabTo(page, "input[name=notes]");
  await page.keyboard.press("Space");
  const notes = notesOf((await sessionsOf(slug))[0]);
  for (let point = 1; point < notes; point++) await page.keyboard.press("ArrowRight");
  await tabTo(page, "input[name=device]");
  await page.keyboard.press("Space");
  await tabTo(page, "main > div > div > button");
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("Headphone check");
  for (let recording = 1; recording <= 6; recording++) {
    await expect(page.locator("legend")).toContainText(`Recording ${recording} of 6`);
    await tabTo(page, "input[name^=interval]");
    await page.keyboard.press("Space");
    await tabTo(page, "main section > button");
    await page.keyboard.press("Enter");
  }
  await expect(title(page)).toHaveText("Practice piece 1 of 1");
  await rateByKeys(page, "1", "2");
  await pressOn(page, "Ready to begin");
  await rateByKeys(page, "0", "1");
  await rateByKeys(page, "2", "3");
  await pressOn(page, "A short pause");
  await rateByKeys(page, "4", "5");
  await expect(title(page)).toHaveText("A few questions");
  await tabTo(page, "[data-question=training] input");
  await page.keyboard.press("Space");
  await tabTo(page, "[data-question=remarks] textarea");
  await page.keyboard.type("no mouse");
  await tabTo(page, "main > div > div > button");
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("Thank you");
  const main = (await storedRatings(slug)).filter((row) => row.kind === "main");
  expect(main.map((row) => row.value).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  await tabTo(page, 'main a[href*="/withdraw"]');
  await page.keyboard.press("Enter");
  await page.waitForURL("**/withdraw?**");
  await tabTo(page, "main button");
  await pressOn(page, "Withdraw from the study");
  await expect(title(page)).toHaveText("You have withdrawn");
});

/** Presses Enter until the page hears it: right after it appeared, it does not. */
async function pressOn(page: Page, name: string): Promise<void> {
  await expect(title(page)).toHaveText(name);
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(title(page)).not.toHaveText(name, { timeout: 1000 });
  }).toPass();
}

test("with the shortcuts off, Tab, arrows and Space do everything", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await enter(page, `${site}/s/${slug}?lang=en`);
  await expectReady(page);
  await tabTo(page, "[data-help]");
  await page.keyboard.press("Enter");
  await tabTo(page, "dialog input[type=checkbox]");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog[open]")).toHaveCount(0);
  await tabTo(page, "[data-play]");
  await page.keyboard.press("Space");
  await expectOpen(page);
  await page.keyboard.press("4");
  await expect(page.locator("input[type=radio]:checked")).toHaveCount(0);
  await tabTo(
    page,
    "fieldset[data-dimension=harmony] input, fieldset[data-dimension=reality] input",
  );
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await tabTo(page, "[data-go-on]");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Piece 2 of ${SHORT_TRIALS}` })).toBeVisible();
  expect((await storedRatings(slug)).map((row) => row.value).sort()).toEqual([0, 1]);
});

test("three dimensions of 1 to 7, 0 to 10 and five words, rated by digits", async ({
  page,
  site,
  study,
}) => {
  const slug = await study((configuration) => {
    const base = short(configuration);
    const first = base.dimensions[0]!;
    const make = (id: string, low: number, high: number) => ({
      ...first,
      id,
      low,
      high,
      pointLabels: {},
    });
    return {
      ...base,
      dimensionOrder: "fixed",
      dimensions: [make("fit", 1, 7), make("liking", 0, 10), make("surprise", 1, 5)],
      plan: { ...base.plan, primary: "fit", dimensions: ["fit", "liking", "surprise"] },
    };
  });
  await enter(page, `${site}/s/${slug}?lang=en`);
  await expectReady(page);
  await page.keyboard.press("Space");
  await expectOpen(page);
  await page.keyboard.press("7");
  // Both digits of the 10 in one go: on a slow machine two presses could come too far apart.
  await Promise.all([page.keyboard.press("1"), page.keyboard.press("0")]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("5");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Piece 2 of ${SHORT_TRIALS}` })).toBeVisible();
  const values = (await storedRatings(slug)).map((row) => [row.dimension, row.value]);
  expect(Object.fromEntries(values)).toEqual({ fit: 7, liking: 10, surprise: 5 });
});
