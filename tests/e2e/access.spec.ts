import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { readyQuestions } from "@/lib/study/default-texts";
import { noteCount } from "@/lib/study/screening";
import { type Adjust, endPause, expect, listen, sessionsOf, test } from "./journey";

/** Every page of the walk in one study: sound, headphones, practice, pauses, questions. */
const everything: Adjust = (configuration) => ({
  ...configuration,
  questions: readyQuestions(),
  consent: {
    ...configuration.consent,
    controller: "University of Somewhere",
    contact: "study@example.org",
    ethicsNumber: "EK-2026-114",
    retentionDate: "2036-12-31",
  },
  checks: {
    sound: true,
    soundMisses: null,
    headphones: { kind: "huggins", passAt: 5, attempts: 1, screenOut: false },
  },
  listening: { ...configuration.listening, comment: true },
  trials: {
    ...configuration.trials,
    models: configuration.trials.models.map((share) => ({ ...share, perParticipant: 1 })),
    practice: 1,
    pauseEvery: 2,
    itemDistance: 0,
  },
  ownResults: true,
  recruitment: {
    ...configuration.recruitment,
    completion: {
      ...configuration.recruitment.completion,
      complete: { kind: "code", code: "C1A2B3D4" },
    },
  },
});

/** Words of the pages by language, as the participant reads them. */
const WORDS = {
  en: { begin: "Begin", yes: /^Yes/, go: "Continue", on: "Go on", next: "Next", finish: "Finish" },
  zh: { begin: "开始", yes: /^愿意/, go: "继续", on: "继续", next: "下一段", finish: "完成" },
} as const;

const SIZES = { phone: { width: 360, height: 780 }, desktop: { width: 1440, height: 900 } };

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** How many pixels a page is wider than its window. */
function tooWide(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Windows whose pages must not scroll sideways either: what is left of 1280 × 900 at 200 and 400 %. */
const ZOOMED = { "200 %": { width: 640, height: 450 }, "400 %": { width: 320, height: 225 } };

async function checkZoomed(page: Page, name: string, found: string[]): Promise<void> {
  for (const [zoom, viewport] of Object.entries(ZOOMED)) {
    await page.setViewportSize(viewport);
    const wider = await tooWide(page);
    if (wider > 0) found.push(`${name} at ${zoom}: ${wider} px wider than the window`);
  }
  // Written from right to left, as Arabic or Hebrew are, nothing may leave the window either.
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await page.setViewportSize(SIZES.phone);
  const wider = await tooWide(page);
  if (wider > 0) found.push(`${name} right to left: ${wider} px wider than the window`);
  await picture(page, `${name}-phone-rtl`);
  await page.evaluate(() => document.documentElement.setAttribute("dir", "ltr"));
}

/** Looks at a page at both sizes, and at its colours in both schemes. */
async function check(page: Page, name: string, found: string[]): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await checkZoomed(page, name, found);
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await inScheme(page, "light");
    await collect(`${name} ${size}`, new AxeBuilder({ page }).withTags(TAGS), found);
    const wider = await tooWide(page);
    if (wider > 0) found.push(`${name} ${size}: ${wider} px wider than the window`);
    await picture(page, `${name}-${size}-light`);
    await inScheme(page, "dark");
    await collect(`${name} dark`, new AxeBuilder({ page }).withRules(["color-contrast"]), found);
    await picture(page, `${name}-${size}-dark`);
  }
}

/** Colours halfway between the schemes are nobody's: every transition is waited for. */
async function inScheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    // The styles are computed, then the transitions begin that they ask for.
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map((animation) => animation.finished));
    await frame();
  });
}

async function collect(name: string, axe: AxeBuilder, found: string[]): Promise<void> {
  const { violations } = await axe.analyze();
  for (const { id, nodes } of violations) {
    found.push(...nodes.map((node) => `${name} ${id}: ${node.target} ${node.failureSummary}`));
  }
}

/** With STUDY_E2E_PICTURES=FOLDER every page looked at is kept as a picture. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.STUDY_E2E_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function answerSound(page: Page, slug: string, go: string): Promise<void> {
  const [session] = await sessionsOf(slug);
  await expect(page.locator("input[name=notes]").first()).toBeAttached();
  const notes = noteCount(`${session?.id} 1`);
  await page.locator(`label:has(input[name=notes][value="${notes}"])`).click();
  await page.locator("label:has(input[name=device])").first().click();
  await page.getByRole("button", { name: go }).click();
}

for (const language of ["en", "zh"] as const) {
  test(`axe finds nothing on any page, at either size: ${language}`, async ({
    page,
    site,
    study,
  }) => {
    test.setTimeout(900_000);
    const words = WORDS[language];
    const found: string[] = [];
    const look = (name: string) => check(page, `${name}-${language}`, found);
    const slug = await study(everything);
    const button = (name: string) => page.getByRole("button", { name, exact: true });

    await page.goto(`${site}/s/${slug}?lang=${language}`);
    await look("welcome");
    await button(words.begin).click();
    await page.getByRole("radio", { name: words.yes }).check();
    await look("consent");
    await page.locator("main input[type=checkbox]").check();
    await button(words.go).click();
    await expect(page.locator("input[name=device]").first()).toBeAttached();
    await look("sound");
    await answerSound(page, slug, words.go);
    await expect(page.locator('input[name^="interval"]').first()).toBeAttached();
    await look("headphones");
    for (let recording = 0; recording < 6; recording++) {
      await page.locator('label:has(input[name^="interval"])').first().click();
      const before = await page.locator("fieldset legend").textContent();
      await page.locator("main section button").last().click();
      await expect(page.getByText(before ?? "", { exact: true })).toHaveCount(0);
    }
    await expect(page.locator("fieldset[data-dimension]").first()).toBeAttached();
    await look("practice-locked");
    await page.locator("[data-help]").click();
    await look("help");
    await page.keyboard.press("Escape");
    const rate = async () => {
      await listen(page);
      for (const points of await page.locator("fieldset[data-dimension]").all()) {
        await points.locator("label").nth(2).click();
      }
    };
    await rate();
    await look("practice-rated");
    await button(words.next).click();
    await expect(button(words.on)).toBeVisible();
    await look("pause-main");
    await endPause(page, words.on);
    await expect(page.locator("fieldset[data-dimension]").first()).toBeAttached();
    await look("trial");
    for (let trial = 0; trial < 2; trial++) {
      const before = await page.locator("h1").textContent();
      await rate();
      await button(words.next).click();
      await expect(page.locator("h1")).not.toHaveText(before ?? "");
    }
    await look("pause-block");
    await endPause(page, words.on);
    await expect(page.locator("fieldset[data-dimension]").first()).toBeAttached();
    await rate();
    await button(words.next).click();
    await expect(page.locator("fieldset[data-dimension]")).toHaveCount(0);
    await look("questions");
    await button(words.finish).click();
    await expect(page.getByText("C1A2B3D4")).toBeVisible();
    await look("done");
    await page.goto(`${site}/s/${slug}/withdraw`);
    await look("withdraw");
    await page.locator("main button").first().click();
    await expect(page.locator("[data-side=withdrawn]")).toBeVisible();
    await look("withdrawn");
    await page.goto(`${site}/s/no-such-study?lang=${language}`);
    await look("not-found");
    expect(found).toEqual([]);
  });
}
