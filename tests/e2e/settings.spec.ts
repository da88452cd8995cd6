import type { Page } from "@playwright/test";
import { plainSql } from "@/tests/factories/plain-sql";
import {
  type Adjust,
  choose,
  expect,
  expectOpen,
  finish,
  heading,
  listen,
  next,
  rate,
  sessionsOf,
  short,
  storedRatings,
  test,
  toFirstTrial,
} from "./journey";
import { agree, begin, decline } from "./opening";

/** One clip of each model: three trials. */
const three: Adjust = (configuration) => {
  const base = short(configuration);
  const models = base.trials.models.map((share) => ({ ...share, perParticipant: 1 }));
  return { ...base, trials: { ...base.trials, models } };
};

/** A study of three trials with other settings of listening. */
const listening =
  (settings: Partial<ReturnType<Adjust>["listening"]>): Adjust =>
  (configuration) => {
    const base = three(configuration);
    return { ...base, listening: { ...base.listening, ...settings } };
  };

const playButton = (page: Page) => page.locator("[data-play]");

async function playsOf(slug: string): Promise<number[]> {
  const sql = await plainSql();
  const rows = await sql`
    select r.plays from receipts r join trials t on t.id = r.trial_id
    join sessions s on s.id = t.session_id join studies y on y.id = s.study_id
    where y.slug = ${slug} order by t.position`;
  return rows.map((row) => row.plays);
}

test("autoplay: the first piece waits for a press, later ones play by themselves", async ({
  page,
  site,
  study,
}) => {
  const slug = await study(listening({ autoplay: true }));
  await toFirstTrial(page, site, slug);
  await expect(playButton(page)).toHaveAttribute("data-status", "ready");
  await expect(page.locator("fieldset[data-dimension] input").first()).toBeDisabled();
  await rate(page, 1, 2);
  // Nobody presses play: the scales open because the piece was heard.
  await expect(page.getByRole("heading", { name: "Piece 2 of 3" })).toBeVisible();
  await expectOpen(page);
  await choose(page, "harmony", 0);
  await choose(page, "reality", 5);
  await next(page);
  expect(await playsOf(slug)).toEqual([1, 1]);
});

test("one replay is allowed: after it the button says so, also after a reload", async ({
  page,
  site,
  study,
}) => {
  const slug = await study(listening({ replays: 1 }));
  await toFirstTrial(page, site, slug);
  await listen(page);
  await expect(playButton(page)).toHaveAttribute("data-status", "ended");
  await expect(page.getByText("No more replays")).toHaveCount(0);
  await playButton(page).click();
  await expect(page.getByText("No more replays")).toBeVisible();
  await expect(playButton(page)).toHaveAttribute("data-status", "ended");
  await expect(playButton(page)).toHaveAttribute("aria-disabled", "true");
  await page.reload();
  await expect(page.getByText("No more replays")).toBeVisible();
  await expect(playButton(page)).toHaveAttribute("aria-disabled", "true");
  await choose(page, "harmony", 4);
  await choose(page, "reality", 4);
  await next(page);
  expect(await playsOf(slug)).toEqual([2]);
});

test("another language in the middle: the same trial, and what was chosen stays", async ({
  page,
  site,
  study,
}) => {
  const slug = await study(three);
  await toFirstTrial(page, site, slug);
  await rate(page, 1, 2);
  await listen(page);
  await choose(page, "harmony", 4);
  await page.locator("[data-help]").click();
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("第 2 段，共 3 段");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh");
  await expectOpen(page);
  await expect(page.locator("fieldset[data-dimension=harmony] input:checked")).toHaveValue("4");
  await choose(page, "reality", 0);
  await page.getByRole("button", { name: "下一段" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("第 3 段，共 3 段");
  expect((await storedRatings(slug)).map((row) => row.value)).toEqual([1, 2, 4, 0]);
  const sql = await plainSql();
  const [session] = await sql`
    select s.language, s.start_language from sessions s join studies y on y.id = s.study_id
    where y.slug = ${slug}`;
  expect({ ...session }).toEqual({ language: "zh", start_language: "en" });
});

const withResults: Adjust = (configuration) => {
  const base = three(configuration);
  const debrief = { en: "Some pieces were written by programs.", zh: "有些乐曲由程序写成。" };
  return { ...base, ownResults: true, texts: { ...base.texts, debrief } };
};

test("a lab's computer: debrief with one's own results, then the next participant begins anew", async ({
  page,
  site,
  study,
}) => {
  const slug = await study(withResults);
  await begin(page, `${site}/s/${slug}?lang=en&lab=1&room=B2&participant=17`);
  await agree(page);
  await rate(page, 5, 0);
  await rate(page, 5, 1);
  await rate(page, 4, 0);
  await expect(page.getByText("Some pieces were written by programs.")).toBeVisible();
  await expect(page.getByText(/4\.67/)).toBeVisible();
  await expect(page.getByText(/0\.33/)).toBeVisible();
  await page.getByRole("button", { name: "Next participant" }).click();
  await expect(page.getByRole("button", { name: "Begin" })).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);

  await page.getByRole("button", { name: "Begin" }).click();
  await decline(page);
  await expect(page.getByRole("heading", { name: "That is fine" })).toBeVisible();
  // One who said no must not block the computer for those who come after.
  await page.getByRole("button", { name: "Next participant" }).click();
  await page.getByRole("button", { name: "Begin" }).click();
  await agree(page);
  await finish(page);
  expect(await heading(page)).toMatch(/^Thank you/);
  const statuses = (await sessionsOf(slug)).map(({ status }) => status);
  expect(statuses).toEqual(["complete", "declined", "complete"]);
  const sql = await plainSql();
  const rows = await sql`
    select s.lab, p.recruitment->>'room' as room from sessions s
    join participants p on p.id = s.participant_id join studies y on y.id = s.study_id
    where y.slug = ${slug}`;
  expect(rows.map((row) => ({ ...row }))).toEqual(Array(3).fill({ lab: true, room: "B2" }));
});
