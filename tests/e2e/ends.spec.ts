import type { Page } from "@playwright/test";
import { noteCount } from "@/lib/study/screening";
import {
  type Adjust,
  choose,
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
  withdraw,
} from "./journey";
import { agree, begin, decline, WORDS } from "./opening";

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

const withSound: Adjust = (configuration) => {
  const base = short(configuration);
  return { ...base, checks: { ...base.checks, sound: true } };
};

test("saying no ends politely and keeps nothing", async ({ page, site, study }) => {
  const slug = await study();
  await begin(page, `${site}/s/${slug}?lang=en`);
  await decline(page);
  await expect(page.getByRole("heading", { name: "That is fine" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "That is fine" })).toBeVisible();
  expect(await storedRatings(slug)).toEqual([]);
});

test("nothing is preselected, and Next waits for every rating", async ({ page, site, study }) => {
  const slug = await study();
  await begin(page, `${site}/s/${slug}?lang=en`);
  await expect(page.locator("input:checked")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Continue" })).toBeDisabled();
  await agree(page);
  await expect(page.locator("fieldset[data-dimension]")).toHaveCount(2);
  await expect(page.locator("input:checked")).toHaveCount(0);
  await expect(page.locator("fieldset[data-dimension] input").first()).toBeDisabled();
  await expect(page.getByText("Listen to the end first")).toBeVisible();
  await expect(page.getByRole("button", { name: "Next" })).toBeDisabled();
});

test("a wrong count of notes is told, and new notes are played", async ({ page, site, study }) => {
  const slug = await study(withSound);
  await begin(page, `${site}/s/${slug}?lang=en`);
  await agree(page);
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
  const slug = await study(withSound);
  await page.route("**/api/clips/*", (route) => route.fulfill({ status: 500 }));
  await begin(page, `${site}/s/${slug}?lang=en`);
  await agree(page);
  const notes = page.locator("[data-play]").last();
  await expect(notes).toHaveAttribute("data-status", "failed");
  await expect(page.getByText("This did not load. Press to try again.").last()).toBeVisible();
  await page.unroute("**/api/clips/*");
  await notes.click();
  await expect(notes).toHaveAttribute("data-status", "ready");
  await notes.click();
  await expect(notes).toHaveAttribute("data-status", "ended");
});

test("a refusal is told in the page's own language, without the server's words", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await begin(page, `${site}/s/${slug}?lang=zh`, WORDS.zh);
  await agree(page, WORDS.zh);
  await listen(page);
  await choose(page, "harmony", 1);
  await choose(page, "reality", 2);
  const body = { error: "invalid", message: "expected something else" };
  await page.route("**/trials", (route) => route.fulfill({ status: 400, json: body }));
  await page.getByRole("button", { name: WORDS.zh.next }).click();
  await expect(page.getByText("未能保存")).toBeVisible();
  await expect(page.getByText(body.message)).toHaveCount(0);
  await page.unroute("**/trials");
  // A press right after the first one is taken for a slip.
  await expect(async () => {
    await page.getByRole("button", { name: WORDS.zh.next }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^第 2 段/, { timeout: 2000 });
  }).toPass();
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([1, 2]);
});

test("an answer that cannot be shown leads to a page that says so, and loading again goes on", async ({
  page,
  site,
  study,
}) => {
  const slug = await study();
  await toFirstTrial(page, site, slug);
  await listen(page);
  await choose(page, "harmony", 1);
  await choose(page, "reality", 2);
  await page.route("**/trials", async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, view: { ...answer.view, dimensions: null } } });
  });
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Something went wrong");
  await page.unroute("**/trials");
  await page.getByRole("button", { name: "Load again" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Piece 2 of ${SHORT_TRIALS}`);
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([1, 2]);
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
  await page.waitForURL("**/withdraw?**");
  await withdraw(page);
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
  await begin(page, address);
  await agree(page);

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
