import type { Page } from "@playwright/test";
import {
  choose,
  expect,
  listen,
  rate,
  sessionsOf,
  storedRatings,
  test,
  toFirstTrial,
} from "./journey";
import { agree, begin } from "./opening";

const side = (page: Page) => page.locator("[data-side]");

test("a link of someone else stops at two choices, in every tab, before anything is shown", async ({
  page,
  context,
  site,
  study,
}) => {
  const slug = await study();
  await begin(page, `${site}/s/${slug}?lang=en&PROLIFIC_PID=A`);
  await agree(page);
  await rate(page, 1, 2);

  const other = await context.newPage();
  await other.goto(`${site}/s/${slug}?lang=en&PROLIFIC_PID=B`);
  await expect(side(other)).toHaveAttribute("data-side", "otherPerson");
  await other.getByRole("button", { name: "Yes, go on as before" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Piece 2 of 6");

  await other.goto(`${site}/s/${slug}?lang=en&PROLIFIC_PID=B`);
  await other.getByRole("button", { name: "No, I am someone else" }).click();
  await other.getByRole("button", { name: "Begin" }).click();
  await expect(other.getByRole("radio", { name: /^Yes/ })).toBeVisible();
  // The first tab's link names A, whose session is no longer this browser's.
  await expect(side(page)).toHaveAttribute("data-side", /otherPerson|alreadyStarted/);
  expect(await sessionsOf(slug)).toHaveLength(2);
  expect(await storedRatings(slug)).toHaveLength(2);
});

test("a withdrawal link that lost its secret erases nobody", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  await page.goto(`${site}/s/${slug}/withdraw?lang=en`);
  await page.getByRole("button", { name: "Erase my answers" }).click();
  await expect(page.locator("main [role=alert]")).toContainText("incomplete");
  expect((await sessionsOf(slug)).map(({ status }) => status)).toEqual(["active"]);
  expect(await storedRatings(slug)).toHaveLength(2);
});

test("a browser whose storage throws walks on", async ({ page, site, study }) => {
  const slug = await study();
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("denied", "SecurityError");
    };
  });
  await toFirstTrial(page, site, slug);
  await rate(page, 4, 0);
  await page.reload();
  await rate(page, 4, 0);
  expect(await storedRatings(slug)).toHaveLength(4);
});

test("a reload while the piece plays keeps what was heard", async ({ page, site, study }) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await page.locator("[data-play]").click();
  await expect(page.locator("[data-play]")).toHaveAttribute("data-status", "playing");
  const before = await page.locator("[data-play] + p").textContent();
  await expect(page.locator("[data-play] + p")).not.toHaveText(before ?? "");
  // Read before the page's own scripts take it up.
  await page.addInitScript((name) => {
    Object.assign(globalThis, { leftDraft: localStorage.getItem(name) });
  }, `left draft ${slug}`);
  await page.reload();
  const text = await page.evaluate(() => Reflect.get(globalThis, "leftDraft") as string | null);
  const draft = JSON.parse(text ?? "null");
  expect(draft.listening.ranges).toHaveLength(1);
  expect(draft.listening.ranges[0][0]).toBe(0);
  await listen(page);
  await choose(page, "harmony", 4);
});

test("without AbortSignal.timeout and structuredClone the study goes on", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await page.addInitScript(() => {
    Reflect.deleteProperty(AbortSignal, "timeout");
    Reflect.deleteProperty(AbortSignal.prototype, "throwIfAborted");
    Reflect.deleteProperty(globalThis, "structuredClone");
  });
  await toFirstTrial(page, site, slug);
  await rate(page, 4, 0);
  expect(await storedRatings(slug)).toHaveLength(2);
});
