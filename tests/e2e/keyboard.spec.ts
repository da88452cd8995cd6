import type { Page } from "@playwright/test";
import {
  expect,
  expectOpen,
  expectWholeStudy,
  heading,
  SHORT_TRIALS,
  short,
  storedRatings,
  test,
} from "./journey";

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${selector}`);
}

async function begin(page: Page, address: string): Promise<void> {
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
  await expect(page.locator("[data-play][data-status=ready]")).toBeVisible();
}

test("a whole study by keyboard alone: Space plays, digits rate, Enter goes on", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await begin(page, `${site}/s/${slug}?lang=en`);
  for (let trial = 1; trial <= SHORT_TRIALS; trial++) {
    await expect(page.locator("[data-play][data-status=ready]")).toBeVisible();
    await page.keyboard.press("Space");
    await expectOpen(page);
    await page.keyboard.press("0");
    await page.keyboard.press("5");
    await expect(page.getByRole("button", { name: "Next" })).toBeEnabled();
    const before = await heading(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect.poll(() => heading(page)).not.toBe(before);
  }
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expectWholeStudy(slug, SHORT_TRIALS);
  expect(new Set((await storedRatings(slug)).map((row) => row.value))).toEqual(new Set([0, 5]));
});

test("with the shortcuts off, Tab, arrows and Space do everything", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await begin(page, `${site}/s/${slug}?lang=en`);
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
  await begin(page, `${site}/s/${slug}?lang=en`);
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
