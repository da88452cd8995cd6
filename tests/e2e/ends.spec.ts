import type { Page } from "@playwright/test";
import { noteCount } from "@/lib/study/screening";
import {
  type Adjust,
  choose,
  consent,
  expect,
  finish,
  listen,
  rate,
  SHORT_TRIALS,
  sessionsOf,
  short,
  storedRatings,
  test,
  toFirstTrial,
} from "./journey";

const returning: Adjust = (configuration) => {
  const base = short(configuration);
  const completion = {
    ...base.recruitment.completion,
    complete: {
      kind: "redirect" as const,
      url: "https://recruiter.example/done?who={PROLIFIC_PID}",
    },
  };
  return { ...base, recruitment: { ...base.recruitment, completion } };
};

test("saying no ends politely and keeps nothing", async ({ page, site, study }) => {
  const slug = await study();
  await page.goto(`${site}/s/${slug}?lang=en`);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("radio", { name: /^No/ }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "That is fine" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "That is fine" })).toBeVisible();
  expect(await storedRatings(slug)).toEqual([]);
});

test("nothing is preselected, and Next waits for every rating", async ({ page, site, study }) => {
  const slug = await study();
  await page.goto(`${site}/s/${slug}?lang=en`);
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("heading", { name: "Your consent" })).toBeVisible();
  await expect(page.locator("input:checked")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Continue" })).toBeDisabled();
  await consent(page);
  await expect(page.locator("fieldset[data-dimension]")).toHaveCount(2);
  await expect(page.locator("input:checked")).toHaveCount(0);
  await expect(page.locator("fieldset[data-dimension] input").first()).toBeDisabled();
  await expect(page.getByText("Listen to the end first")).toBeVisible();
  await expect(page.getByRole("button", { name: "Next" })).toBeDisabled();
});

test("a wrong count of notes is told, and new notes are played", async ({ page, site, study }) => {
  const slug = await study((configuration) => {
    const base = short(configuration);
    return { ...base, checks: { ...base.checks, sound: true } };
  });
  await page.goto(`${site}/s/${slug}?lang=en`);
  await page.getByRole("button", { name: "Begin" }).click();
  await consent(page);
  await expect(page.getByRole("heading", { name: "Set your sound" })).toBeVisible();
  const [session] = await sessionsOf(slug);
  const answer = async (notes: number) => {
    await page.locator(`label:has(input[name=notes][value="${notes}"])`).click();
    await page.getByRole("button", { name: "Continue" }).click();
  };
  await page.getByText("Earphones", { exact: true }).click();
  await answer(noteCount(`${session?.id} 1`) === 2 ? 3 : 2);
  await expect(page.getByText("That was not the number of notes")).toBeVisible();
  await answer(noteCount(`${session?.id} 2`));
  await expect(page.getByRole("heading", { name: `Piece 1 of ${SHORT_TRIALS}` })).toBeVisible();
});

test("a sound of the check that does not load can be loaded again", async ({
  page,
  site,
  study,
}) => {
  const slug = await study((configuration) => {
    const base = short(configuration);
    return { ...base, checks: { ...base.checks, sound: true } };
  });
  await page.route("**/api/clips/*", (route) => route.fulfill({ status: 500 }));
  await page.goto(`${site}/s/${slug}?lang=en`);
  await page.getByRole("button", { name: "Begin" }).click();
  await consent(page);
  const notes = page.locator("[data-play]").last();
  await expect(notes).toHaveAttribute("data-status", "failed");
  await expect(page.getByText("This did not load. Press to try again.").last()).toBeVisible();
  await page.unroute("**/api/clips/*");
  await notes.click();
  await expect(notes).toHaveAttribute("data-status", "ready");
  await notes.click();
  await expect(notes).toHaveAttribute("data-status", "ended");
});

test("withdrawing in the middle erases the ratings and gives a receipt", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await rate(page, 3, 4);
  expect(await storedRatings(slug)).toHaveLength(2);
  await listen(page);
  await choose(page, "harmony", 1);
  await expect.poll(() => draftsKept(page)).toBe(1);
  await page.locator("[data-help]").click();
  await page.getByRole("link", { name: "Stop and withdraw" }).click();
  await page.getByRole("button", { name: "Erase my answers" }).click();
  await expect(page.locator("[data-side=withdrawn]")).toBeVisible();
  expect(await storedRatings(slug)).toEqual([]);
  expect((await sessionsOf(slug)).map(({ status }) => status)).toEqual(["withdrawn"]);
  expect(await draftsKept(page)).toBe(0);
});

/** Trials of which this browser keeps what was heard and chosen. */
function draftsKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open("listening-study"));
    const count = await settled(database.transaction("drafts").objectStore("drafts").count());
    database.close();
    return count;
  });
}

test("a recruitment link: the return comes after the data, a stranger learns nothing", async ({
  page,
  browser,
  site,
  study,
}) => {
  const slug = await study(returning);
  const address = `${site}/s/${slug}?lang=en&PROLIFIC_PID=p%26%3D1`;
  await page.goto(address);
  await page.getByRole("button", { name: "Begin" }).click();
  await consent(page);

  const stranger = await browser.newContext({ locale: "en-GB" });
  const theirs = await stranger.newPage();
  await theirs.goto(address);
  await expect(theirs.getByRole("heading", { name: "Already started" })).toBeVisible();
  await stranger.close();

  await finish(page);
  expect(await storedRatings(slug)).toHaveLength(SHORT_TRIALS * 2);
  const link = page.getByRole("link", { name: "Go back now" });
  await expect(link).toHaveAttribute("href", "https://recruiter.example/done?who=p%26%3D1");
  await page.getByRole("button", { name: "Stay on this page" }).click();
  await expect(page.getByText("You are taken back in")).toHaveCount(0);
});
