import type { Page } from "@playwright/test";
import type { Dimension } from "@/lib/study/configuration";
import { type Adjust, expect, expectOpen, listen, short, takeSoundAway, test } from "./journey";
import { check } from "./looking";
import { agree, begin, LANGUAGES, WORDS } from "./opening";

const CLIPS = "**/api/clips/*";
const RATINGS = "**/api/participant/*/trials";

const text = (en: string, zh: string) => ({ en, zh });

/** Scales of every shape: five words, below zero, eleven points, seven points, two points. */
function shapes(first: Dimension): Dimension[] {
  const make = (id: string, low: number, high: number, more: Partial<Dimension> = {}) => ({
    ...first,
    id,
    low,
    high,
    ...more,
  });
  const words = [
    text("Disagree strongly", "非常不同意"),
    text("Disagree", "不同意"),
    text("Neither agree nor disagree, or cannot tell", "既不同意也不反对，或说不准"),
    text("Agree", "同意"),
    text("Agree strongly", "非常同意"),
  ];
  const pointLabels = Object.fromEntries(words.map((word, index) => [String(index + 1), word]));
  return [
    make("words", 1, 5, { pointLabels }),
    make("balance", -3, 3, {
      lowLabel: text("much too calm for what it wants to say", "对它想表达的来说过于平静"),
      highLabel: text("much too wild for what it wants to say", "对它想表达的来说过于狂放"),
    }),
    make("ten", 0, 10),
    make("seven", 1, 7),
    make("two", 0, 1),
  ];
}

const manyScales: Adjust = (configuration) => {
  const base = short(configuration);
  const dimensions = shapes(base.dimensions[0]!);
  const ids = dimensions.map(({ id }) => id);
  return {
    ...base,
    dimensionOrder: "fixed",
    dimensions,
    listening: { ...base.listening, replays: 0 },
    plan: { ...base.plan, primary: "ten", dimensions: ids },
  };
};

async function rateFirstPoints(page: Page): Promise<void> {
  for (const points of await page.locator("fieldset[data-dimension]").all()) {
    await points.locator("label").first().click();
  }
}

for (const language of LANGUAGES) {
  const words = WORDS[language];
  const named = (name: string) => `${name}-${language}`;

  test(`axe finds nothing on scales of every shape: ${language}`, async ({ page, site, study }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study(manyScales);
    await begin(page, `${site}/s/${slug}?lang=${language}`, words);
    await agree(page, words);
    await expect(page.locator("[data-play][data-status=ready]")).toBeVisible();
    await expect(page.locator("[data-dimension=balance] label").first()).toHaveText("−3");
    await check(page, named("scales-locked"), found);
    await listen(page);
    await expect(page.locator("[data-play]")).toHaveAttribute("data-status", "ended");
    await rateFirstPoints(page);
    await check(page, named("scales-rated"), found);
    await page.goBack();
    await expect(page.locator("main [aria-live] p")).toBeVisible();
    await check(page, named("back-button"), found);
    expect(found).toEqual([]);
  });

  test(`axe finds nothing on a trial in trouble: ${language}`, async ({
    page,
    context,
    site,
    study,
  }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study();
    const address = `${site}/s/${slug}?lang=${language}`;
    await page.route(CLIPS, (route) => route.abort());
    await begin(page, address, words);
    await agree(page, words);
    await expect(page.locator("[data-play][data-status=loading]")).toBeVisible();
    await page.waitForRequest(CLIPS);
    await check(page, named("clip-offline"), found);
    await page.unroute(CLIPS);

    const mute = await context.newPage();
    await takeSoundAway(mute);
    await mute.goto(address);
    await expect(mute.locator("[data-play][data-status=ready]")).toBeVisible();
    await mute.locator("[data-play]").click();
    await expect(mute.locator("[data-trouble=silent]")).toBeVisible();
    await check(mute, named("no-sound"), found);
    await mute.close();

    await page.bringToFront();
    await page.reload();
    await listen(page);
    await rateFirstPoints(page);
    const refusal = { error: "invalid", message: "expected something else" };
    await page.route(RATINGS, (route) => route.fulfill({ status: 400, json: refusal }));
    await page.getByRole("button", { name: words.next }).click();
    await expect(page.locator("main [aria-live] p")).toBeVisible();
    await expectOpen(page);
    await check(page, named("refused"), found);
    await page.unroute(RATINGS);

    await context.setOffline(true);
    await page.getByRole("button", { name: words.next }).click();
    await expect(page.locator("[data-sending=waiting]")).toBeVisible();
    await check(page, named("rated-offline"), found);
    await context.setOffline(false);
    await expect(page.locator("h1")).toHaveText(/2/);

    await page.route(RATINGS, async (route) => {
      const answer = await (await route.fetch()).json();
      await route.fulfill({ json: { ...answer, view: { ...answer.view, dimensions: null } } });
    });
    await listen(page);
    await rateFirstPoints(page);
    await page.getByRole("button", { name: words.next }).click();
    await expect(page.locator("fieldset")).toHaveCount(0);
    await check(page, named("error"), found);

    await page.goto(`${site}/nothing-here?lang=${language}`);
    await check(page, named("page-not-found"), found);
    expect(found).toEqual([]);
  });

  test(`axe finds nothing while a private link is looked up: ${language}`, async ({
    page,
    site,
    study,
  }) => {
    const found: string[] = [];
    const slug = await study();
    await page.route("**/api/participant/*/resume", () => undefined);
    await page.goto(`${site}/s/${slug}/resume?lang=${language}#${"x".repeat(40)}`);
    await expect(page.locator("[data-side=resuming]")).toBeVisible();
    await check(page, named("resuming"), found);
    expect(found).toEqual([]);
  });
}
