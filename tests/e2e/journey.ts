import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { plainSql } from "@/tests/factories/plain-sql";
import { makeStudy } from "@/tests/factories/studies";
import { findChromium, INSTALL_COMMAND } from "./chromium";
import { agree, begin } from "./opening";

/** What a test asks of its study. */
export type Adjust = (configuration: StudyConfiguration) => StudyConfiguration;

/** Two main clips of each of three models, no practice, no checks: as short as a study can be. */
export const short: Adjust = (configuration) => ({
  ...configuration,
  checks: { ...configuration.checks, sound: false, headphones: null },
  trials: {
    ...configuration.trials,
    models: configuration.trials.models.map((share) => ({ ...share, perParticipant: 2 })),
    practice: 0,
    pauseEvery: null,
    itemDistance: 0,
  },
});

/** Main trials of a short study. */
export const SHORT_TRIALS = 6;

/**
 * STUDY_E2E_CPU=4 makes every page's processor so many times slower: a journey that races with the
 * page fails then, and not only on somebody's busy machine.
 */
const CPU_RATE = Number(process.env.STUDY_E2E_CPU ?? 1);

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
}

interface Fixtures {
  /** Address of the site. */
  site: string;
  /** Makes and launches a study of the test's own; its slug. */
  study: (adjust?: Adjust) => Promise<string>;
}

let made = 0;

/** The test function of all journeys. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern
  site: async ({}, use) => {
    test.skip(findChromium() === null, `no Chromium here: ${INSTALL_COMMAND}`);
    const url = process.env.STUDY_E2E_URL;
    if (!url) throw new Error("expected the global setup to have started the site");
    await use(url);
  },
  context: async ({ context }, use) => {
    if (CPU_RATE > 1) context.on("page", (page) => void slowDown(page).catch(() => undefined));
    await use(context);
  },
  study: async ({ site: _ }, use, info) => {
    await use(async (adjust = short) => {
      const slug = `e2e-${info.workerIndex}-${Date.now().toString(36)}-${made++}`;
      const set = process.env.STUDY_E2E_SET ?? "";
      await makeStudy(set, { slug, adjust });
      return slug;
    });
  },
});

export { expect };

/** Opens a study and walks to the first trial of a short study. */
export async function toFirstTrial(page: Page, site: string, slug: string): Promise<void> {
  await begin(page, `${site}/s/${slug}?lang=en`);
  await agree(page);
  await expect(page.locator("[data-play]")).toBeVisible();
}

/** Makes a page that plays no sound, neither by Web Audio nor by an <audio> element. */
export async function takeSoundAway(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(BaseAudioContext.prototype, "state", { get: () => "suspended" });
    AudioContext.prototype.resume = () => new Promise(() => {});
    HTMLMediaElement.prototype.play = () =>
      Promise.reject(new DOMException("no sound here", "NotSupportedError"));
  });
}

/** Plays the piece of a trial until its scales open. */
export async function listen(page: Page): Promise<void> {
  const button = page.locator("[data-play]");
  await expect(button).toHaveAttribute("data-status", /ready|paused/);
  await button.click();
  await expectOpen(page);
}

/** Waits until the scales are open: the points, since a fieldset itself never counts as disabled. */
export async function expectOpen(page: Page): Promise<void> {
  await expect(page.locator("fieldset[data-dimension] input").first()).toBeEnabled();
}

/** Chooses a point on one dimension. */
export async function choose(page: Page, dimension: string, value: number): Promise<void> {
  // The radio button itself is invisible; people press the label around it.
  await page
    .locator(`fieldset[data-dimension="${dimension}"] label`, { hasText: String(value) })
    .click();
}

/** Presses Next and waits for another page or trial. */
export async function next(page: Page): Promise<void> {
  const before = await heading(page);
  await page.getByRole("button", { name: "Next" }).click();
  await expect.poll(() => heading(page)).not.toBe(before);
}

/**
 * Ends a pause. A press right after the page appeared is taken for a slip of the one before, so it
 * is pressed until the page has gone.
 */
export async function endPause(page: Page, button = "Go on"): Promise<void> {
  const before = await heading(page);
  await expect(async () => {
    if ((await heading(page)) !== before) return;
    await page.getByRole("button", { name: button, exact: true }).click({ timeout: 2000 });
    await expect.poll(() => heading(page), { timeout: 1000 }).not.toBe(before);
  }).toPass();
}

/** Goes from the last page to the one where a participant withdraws. */
export async function openWithdrawal(page: Page): Promise<void> {
  await page.locator('main a[href*="/withdraw"]').click();
  await page.waitForURL("**/withdraw?**");
}

/** Withdraws, or is told why not: pressed until the page, which has just come, hears it. */
export async function withdraw(page: Page): Promise<void> {
  const answer = page.locator("main [role=alert]:not(:empty), [data-side=withdrawn]");
  await expect(async () => {
    await page.locator("main button").first().click({ timeout: 2000 });
    await expect(answer).toBeVisible({ timeout: 2000 });
  }).toPass();
}

/** The page's heading. */
export async function heading(page: Page): Promise<string> {
  return (await page.locator("h1").first().textContent()) ?? "";
}

/** Listens to a trial and rates both default dimensions. */
export async function rate(page: Page, harmony: number, reality: number): Promise<void> {
  await listen(page);
  await choose(page, "harmony", harmony);
  await choose(page, "reality", reality);
  await next(page);
}

/** Goes on to the end: exactly one row for each dimension of each trial of a short study. */
export async function finishWhole(page: Page, slug: string): Promise<void> {
  await finish(page);
  await expectWholeStudy(slug, SHORT_TRIALS);
}

/** Listens, rates and goes on until the last page. */
export async function finish(page: Page): Promise<void> {
  while (!(await heading(page)).startsWith("Thank you")) await rate(page, 3, 0);
}

/** One stored rating, in the order in which it was given. */
export interface StoredRating {
  position: number;
  kind: string;
  dimension: string;
  value: number;
}

/** Every rating stored for a study. */
export async function storedRatings(slug: string): Promise<StoredRating[]> {
  const sql = await plainSql();
  const rows = await sql<StoredRating[]>`
    select t.position, t.kind, r.dimension, r.value
    from ratings r
    join trials t on t.id = r.trial_id
    join sessions s on s.id = t.session_id
    join studies y on y.id = s.study_id
    where y.slug = ${slug}
    order by s.id, t.position, r.dimension`;
  return [...rows];
}

/** Sessions of a study by status. */
export async function sessionsOf(slug: string): Promise<{ id: string; status: string }[]> {
  const sql = await plainSql();
  const rows = await sql<{ id: string; status: string }[]>`
    select s.id, s.status from sessions s join studies y on y.id = s.study_id
    where y.slug = ${slug} order by s.started_at`;
  return [...rows];
}

/** Exactly one row for each dimension of each trial, and one complete session. */
export async function expectWholeStudy(slug: string, trials: number): Promise<void> {
  const rows = await storedRatings(slug);
  const keys = new Set(rows.map((row) => `${row.kind} ${row.position} ${row.dimension}`));
  expect(rows).toHaveLength(trials * 2);
  expect(keys.size).toBe(trials * 2);
  expect((await sessionsOf(slug)).map(({ status }) => status)).toEqual(["complete"]);
}

/** Counts the messages of a page's console that speak of an error. */
export function watchErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(error.error().message));
  return errors;
}
