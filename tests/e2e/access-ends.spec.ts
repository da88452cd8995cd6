import type { Page } from "@playwright/test";
import type { Question } from "@/lib/study/configuration";
import type { ParticipantView } from "@/lib/study/participant-view";
import { type Adjust, expect, listen, openWithdrawal, short, test, withdraw } from "./journey";
import { check } from "./looking";
import { agree, answerHeadphones, begin, decline, LANGUAGES, WORDS, type Words } from "./opening";

/** One piece in all. */
const one: Adjust = (configuration) => {
  const base = short(configuration);
  const models = base.trials.models.slice(0, 1).map((share) => ({ ...share, perParticipant: 1 }));
  return { ...base, trials: { ...base.trials, models }, plan: { ...base.plan, contrasts: [] } };
};

const screening: Adjust = (configuration) => {
  const base = one(configuration);
  const headphones = { kind: "antiphase" as const, passAt: 6 as const, attempts: 2 };
  return { ...base, checks: { ...base.checks, headphones: { ...headphones, screenOut: true } } };
};

const lab: Adjust = (configuration) => ({ ...one(configuration), ownResults: true });

const text = (en: string, zh: string) => ({ en, zh });

/** A question of each kind, with long words, many answers and bounds below zero. */
const questions: Question[] = [
  {
    id: "instruments",
    kind: "multiple",
    text: text("Which instruments do you play?", "您会演奏哪些乐器？"),
    help: text("Singing counts.", "声乐也算。"),
    options: [
      { id: "piano", label: text("Piano", "钢琴") },
      { id: "strings", label: text("Strings", "弦乐") },
      {
        id: "other",
        label: text(
          "Others, such as a Kontrabassblockflötenensemblemitglied would play",
          "其他，例如民族乐器、打击乐器，或任何自制的、没有列在上面的乐器",
        ),
      },
    ],
    min: null,
    max: null,
  },
  {
    id: "mood",
    kind: "number",
    text: text("How do you feel now?", "您现在心情如何？"),
    help: text("", ""),
    options: [],
    min: -10,
    max: 10,
  },
  {
    id: "town",
    kind: "short",
    text: text("In which town did you grow up?", "您在哪座城市长大？"),
    help: text("One word is enough.", "一个词就够了。"),
    options: [],
    min: null,
    max: null,
  },
];

const asking: Adjust = (configuration) => {
  const base = one(configuration);
  const complete = { kind: "redirect" as const, url: "https://recruiter.example/done" };
  const completion = { ...base.recruitment.completion, complete };
  return {
    ...base,
    questions,
    consent: {
      ...base.consent,
      contact: "study@example.org",
      withdrawalDeadline: "2020-02-29",
    },
    recruitment: { ...base.recruitment, completion },
  };
};

async function rateTheOne(page: Page, words: Words): Promise<void> {
  await listen(page);
  for (const points of await page.locator("fieldset[data-dimension]").all()) {
    await points.locator("label").first().click();
  }
  await page.getByRole("button", { name: words.next }).click();
}

const side = (page: Page, word: string) =>
  expect(page.locator(`[data-side=${word}]`)).toBeVisible();

/** Agrees without confirming the age, which the page itself does not let pass. */
async function agreeUnderAge(page: Page, slug: string): Promise<ParticipantView> {
  const api = `/api/participant/${slug}`;
  const headers = { origin: new URL(page.url()).origin };
  const where: ParticipantView = await (await page.request.get(`${api}/where`)).json();
  if (where.page !== "consent") throw new Error(`expected the consent form, got ${where.page}`);
  const data = { version: where.consent.version, agree: true, ageConfirmed: false };
  return (await page.request.post(`${api}/consent`, { data, headers })).json();
}

for (const language of LANGUAGES) {
  const words = WORDS[language];
  const named = (name: string) => `${name}-${language}`;

  test(`axe finds nothing where a check is not passed: ${language}`, async ({
    page,
    browser,
    site,
    study,
  }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study(screening);
    const address = `${site}/s/${slug}?lang=${language}`;
    await begin(page, address, words);
    await agree(page, words);
    await answerHeadphones(page);
    await expect(page.locator("legend")).toContainText("1");
    await expect(page.locator("[data-play][data-status=ready]")).toBeVisible();
    await check(page, named("headphones-again"), found);
    await answerHeadphones(page);
    await side(page, "screenedHeadphones");
    await check(page, named("screened-headphones"), found);

    const young = await (await browser.newContext({ baseURL: site })).newPage();
    await begin(young, address, words);
    expect((await agreeUnderAge(young, slug)).page).toBe("screened-out");
    await young.reload();
    await side(young, "screenedAge");
    await check(young, named("screened-age"), found);
    await young.context().close();
    expect(found).toEqual([]);
  });

  test(`axe finds nothing on a lab's computer: ${language}`, async ({ page, site, study }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study(lab);
    const address = `${site}/s/${slug}?lang=${language}&lab=1`;
    const nextOne = page.getByRole("button", { name: words.nextParticipant });
    await begin(page, address, words);
    await decline(page, words);
    await expect(nextOne).toBeVisible();
    await check(page, named("declined-lab"), found);
    await nextOne.click();
    // In the browser's own language again.
    await expect(page.getByRole("button", { name: WORDS.en.begin })).toBeVisible();
    await page.goto(address);
    await check(page, named("welcome-lab"), found);
    await begin(page, address, words);
    await agree(page, words);
    await rateTheOne(page, words);
    await expect(nextOne).toBeVisible();
    await check(page, named("done-lab"), found);
    await openWithdrawal(page);
    await withdraw(page);
    await side(page, "withdrawn");
    await check(page, named("withdrawn-lab"), found);
    expect(found).toEqual([]);
  });

  test(`axe finds nothing on questions of every kind and on the way back: ${language}`, async ({
    page,
    site,
    study,
  }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study(asking);
    // The recruiter's page never comes, so that ours can be looked at.
    await page.route("https://recruiter.example/**", (route) => route.fulfill({ status: 204 }));
    await begin(page, `${site}/s/${slug}?lang=${language}`, words);
    await agree(page, words);
    await rateTheOne(page, words);
    await expect(page.locator("[data-question]")).toHaveCount(3);
    await check(page, named("questions-kinds"), found);
    await page.locator("[data-question=instruments] label").nth(2).click();
    await page.locator("[data-question=mood] input").first().fill("−11");
    await expect(page.locator("[data-question=mood]")).toContainText("−10");
    await check(page, named("questions-wrong"), found);
    await page.locator("[data-question=mood] input").first().fill("−3");
    await page.getByRole("button", { name: words.finish }).click();
    await expect(page.locator('main a[href^="https://recruiter.example"]')).toBeVisible();
    await check(page, named("done-return"), found);
    await page.locator("main section button").first().click();
    await check(page, named("done-stay"), found);
    await openWithdrawal(page);
    await withdraw(page);
    await expect(page.locator('footer a[href="mailto:study@example.org"]')).toBeVisible();
    await check(page, named("withdraw-late"), found);
    expect(found).toEqual([]);
  });
}
