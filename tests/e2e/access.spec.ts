import type { Page } from "@playwright/test";
import { readyQuestions } from "@/lib/study/default-texts";
import { noteCount } from "@/lib/study/screening";
import { type Adjust, endPause, expect, listen, sessionsOf, test } from "./journey";
import { check } from "./looking";

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
