import type { Browser, Page } from "@playwright/test";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { releaseAbandonedSlots } from "@/lib/services/session/release-abandoned-slots";
import { setStudyStatus } from "@/lib/services/study/set-study-status";
import { plainSql } from "@/tests/factories/plain-sql";
import { type Adjust, expect, sessionsOf, short, test } from "./journey";
import { check } from "./looking";
import { agree, answerSound, begin, decline, LANGUAGES, notesOf, WORDS } from "./opening";

/** One place only, and a code for everyone who does not get to the end. */
const onePlace: Adjust = (configuration) => {
  const code = (word: string) => ({ kind: "code" as const, code: word });
  const base = short(configuration);
  return {
    ...base,
    consent: { ...base.consent, contact: "study@example.org" },
    checks: { ...base.checks, sound: true, soundMisses: 1 },
    stop: { kind: "quota", participants: 1 },
    recruitment: {
      ...base.recruitment,
      completion: { ...base.recruitment.completion, full: code("F1"), screenedOut: code("S1") },
    },
  };
};

const silent: Adjust = (configuration) => {
  const base = onePlace(configuration);
  return { ...base, checks: { ...base.checks, sound: false } };
};

async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: "en-GB" })).newPage();
}

const side = (page: Page, word: string) =>
  expect(page.locator(`[data-side=${word}]`)).toBeVisible();

for (const language of LANGUAGES) {
  const words = WORDS[language];
  const named = (name: string) => `${name}-${language}`;

  test(`axe finds nothing beside the walk, with one place for all: ${language}`, async ({
    page,
    browser,
    site,
    study,
  }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study(onePlace);
    const address = `${site}/s/${slug}?lang=${language}`;
    await begin(page, `${address}&PROLIFIC_PID=p1`, words);

    const other = await elsewhere(browser);
    await other.goto(`${address}&PROLIFIC_PID=p1`);
    await side(other, "alreadyStarted");
    await check(other, named("already-started"), found);
    await other.goto(address);
    await side(other, "full");
    await check(other, named("full"), found);

    await agree(page, words);
    const notes = notesOf((await sessionsOf(slug))[0]);
    await answerSound(page, notes === 2 ? 3 : 2, words);
    await side(page, "screenedSound");
    await check(page, named("screened-out"), found);

    await begin(other, address, words);
    await decline(other, words);
    await side(other, "declined");
    await check(other, named("declined"), found);
    await other.context().close();

    const late = await elsewhere(browser);
    await setStudyStatus(slug, "pause", CLI_ACTOR);
    await late.goto(address);
    await side(late, "paused");
    await check(late, named("paused"), found);
    await setStudyStatus(slug, "close", CLI_ACTOR);
    await late.goto(address);
    await side(late, "closed");
    await check(late, named("closed"), found);
    await late.context().close();
    expect(found).toEqual([]);
  });

  test(`axe finds nothing where something went wrong: ${language}`, async ({
    page,
    browser,
    site,
    study,
  }) => {
    test.setTimeout(900_000);
    const found: string[] = [];
    const slug = await study(silent);
    const address = `${site}/s/${slug}?lang=${language}`;
    await page.route("**/api/clips/**", (route) => route.fulfill({ status: 500 }));
    await begin(page, address, words);
    await agree(page, words);
    await expect(page.locator("[data-trouble=failed]")).toBeVisible();
    await check(page, named("clip-failed"), found);

    await page.context().setOffline(true);
    await page.locator("[data-trouble] button").first().click();
    await expect(page.locator("[data-sending=waiting]")).toBeVisible();
    await check(page, named("waiting"), found);
    await page.context().setOffline(false);
    await expect(page.locator("[data-sending=waiting]")).toHaveCount(0);

    // Silent for two hours; someone else takes the only place.
    const sql = await plainSql();
    await sql`update sessions set last_seen_at = now() - interval '2 hours'
      where study_id = (select id from studies where slug = ${slug})`;
    await page.goto("about:blank");
    await sql`update sessions set last_seen_at = now() - interval '2 hours'
      where study_id = (select id from studies where slug = ${slug})`;
    expect(await releaseAbandonedSlots({ slug })).toBe(1);
    const other = await elsewhere(browser);
    await begin(other, address, words);
    await page.goto(address);
    await side(page, "expired");
    await check(page, named("expired"), found);

    await other.goto(`${site}/s/${slug}/resume?lang=${language}#${"x".repeat(40)}`);
    await side(other, "badLink");
    await check(other, named("bad-link"), found);
    await other.route("**/api/participant/**", (route) => route.abort());
    await other.goto(`${site}/s/${slug}/resume?lang=${language}&again#${"x".repeat(40)}`);
    await side(other, "lost");
    await check(other, named("lost"), found);
    await other.context().close();
    expect(found).toEqual([]);
  });
}
