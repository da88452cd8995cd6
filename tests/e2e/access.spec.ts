import { readyQuestions } from "@/lib/study/default-texts";
import { checkSeed, noteCount } from "@/lib/study/screening";
import {
  type Adjust,
  endPause,
  expect,
  listen,
  openWithdrawal,
  sessionsOf,
  test,
  withdraw,
} from "./journey";
import { check } from "./looking";
import { agree, answerHeadphones, answerSound, begin, LANGUAGES, notesOf, WORDS } from "./opening";

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

for (const language of LANGUAGES) {
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
    await expect(page.locator('footer a[href="mailto:study@example.org"]')).toBeVisible();
    await look("welcome");
    await begin(page, page.url(), words);
    await page.getByRole("radio", { name: words.yes }).check();
    await look("consent");
    await agree(page, words);
    await expect(page.locator("[data-play][data-status=ready]")).toHaveCount(2);
    await look("sound");
    const session = (await sessionsOf(slug))[0];
    await answerSound(page, notesOf(session) === 2 ? 3 : 2, words);
    await expect(page.locator("main [role=alert]")).toHaveText(/\S/);
    await expect(page.locator("[data-play][data-status=ready]")).toHaveCount(2);
    await look("sound-wrong");
    await answerSound(page, noteCount(checkSeed(session!.id, 2)), words);
    await expect(page.locator('input[name^="interval"]').first()).toBeAttached();
    await expect(page.locator("[data-play][data-status=ready]")).toBeVisible();
    await look("headphones");
    await answerHeadphones(page);
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
    await openWithdrawal(page);
    await look("withdraw");
    await withdraw(page);
    await look("withdrawn");
    await page.goto(`${site}/s/no-such-study?lang=${language}`);
    await look("not-found");
    expect(found).toEqual([]);
  });
}
