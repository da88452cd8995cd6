import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { makeStaff, signIn } from "./desk-staff";
import { choose, expect, finish, listen, next, rate, short, test, toFirstTrial } from "./journey";

async function expectNoViolations(page: Page, what: string): Promise<void> {
  // A preview in its frame is a document of its own, and is looked at by itself (the phone list below).
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
}

/** Whether a page is wider than a phone's window; it keeps its size. */
async function expectToFitAPhone(page: Page, what: string): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 780 });
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(wider, `${what} is wider than the screen`).toBe(false);
  if (before) await page.setViewportSize(before);
}

/** Numbers below zero carry a true minus sign; code may have hyphens. */
async function expectTrueMinusSigns(page: Page, what: string): Promise<void> {
  const hyphens = await page.locator("main").evaluate((main) => {
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walk.nextNode()) {
      const code = walk.currentNode.parentElement?.closest("pre, code, textarea");
      const text = walk.currentNode.textContent ?? "";
      if (!code && /(^|[\s(:±,=])-\d/.test(text)) found.push(text);
    }
    return found;
  });
  expect(hyphens, what).toEqual([]);
}

/** The number below a name on the progress page. */
function shown(page: Page, name: string) {
  return page.locator("dl > div", { has: page.getByText(name, { exact: true }) }).locator("dd");
}

test("an admin follows a study from its first participant to Figure 8 and the export", async ({
  site,
  study,
  page,
  browser,
}) => {
  test.setTimeout(420_000);
  const slug = await study((configuration) => ({
    ...short(configuration),
    stop: { kind: "quota", participants: 1 },
  }));
  await signIn(page, site, await makeStaff("admin"));
  await expectNoViolations(page, "overview");

  // Before the stop rule no mean is shown.
  await page.goto(`${site}/admin/studies/${slug}`);
  await expect(
    page.getByRole("heading", { name: "Results open when the stop rule is met" }),
  ).toBeVisible();
  await expectNoViolations(page, "gate");

  // A participant walks in another browser; the progress page moves without a reload.
  await page.goto(`${site}/admin/studies/${slug}/progress`);
  await expect(shown(page, "Started")).toHaveText("0");
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  const participant = await (await browser.newContext()).newPage();
  await toFirstTrial(participant, site, slug);
  await expect(shown(page, "Started")).toHaveText("1");
  await listen(participant);
  await choose(participant, "harmony", 0);
  await choose(participant, "reality", 5);
  await next(participant);
  await rate(participant, 4, 2);
  await finish(participant);
  await expect(shown(page, "Completed")).toHaveText("1 of 1");
  expect(await page.evaluate(() => "notReloaded" in window)).toBe(true);
  await expectNoViolations(page, "progress");

  // Figure 8: blind first, then with the models' names.
  await page.goto(`${site}/admin/studies/${slug}`);
  const figure = page.locator("figure svg").first();
  await expect(figure).toContainText("Model A");
  await expect(figure).not.toContainText("LSTM");
  await expectNoViolations(page, "results");
  // A mark opens its clips with their ratings, and tells a blind desk no name.
  await figure.locator("a").first().click();
  await expect(page).toHaveURL(/\/clips\?condition=Model\+A&dimension=harmony/);
  await expect(page.locator("audio").first()).toBeVisible();
  await expect(page.getByLabel(/^Ratings of Model A/).first()).toContainText("harmony");
  await expect(page.locator("main")).not.toContainText(/LSTM|resNet20/);
  await expectNoViolations(page, "clips of a mark");
  await expectToFitAPhone(page, "clips of a mark");
  await expect(page.getByRole("link", { name: "Results", exact: true })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.getByRole("link", { name: "All results" }).click();
  await page.getByRole("button", { name: "Unblind" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Unblind" }).click();
  await expect(figure).toContainText("resNet20_LocalConv");
  await expect(page.locator("figcaption").first()).toContainText("Unblinded on");

  // The downloads say what the page says.
  const svg = await (
    await page.request.get(`${site}/api/desk/studies/${slug}/figure?format=svg`)
  ).text();
  const firstMean = /(\d\.\d{3})/.exec((await figure.textContent()) ?? "")![1]!;
  expect(svg).toContain(`>${firstMean}<`);
  const png = await (
    await page.request.get(`${site}/api/desk/studies/${slug}/figure?format=png`)
  ).body();
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const pdf = await (
    await page.request.get(`${site}/api/desk/studies/${slug}/figure?format=pdf`)
  ).body();
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");

  await page.goto(`${site}/admin/studies/${slug}/export`);
  await expectNoViolations(page, "export");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV", exact: true }).first().click(),
  ]);
  const csv = readFileSync(await download.path(), "utf8");
  expect(csv.split("\r\n")[0]).toMatch(
    /^participant,session,stimulus,item,condition,dimension,rating,trial_kind,position,/,
  );
  expect(csv.trim().split("\r\n")).toHaveLength(1 + 6 * 2);
});

test("an exclusion takes a session out of the results and can be undone", async ({
  site,
  study,
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  const slug = await study((configuration) => ({
    ...short(configuration),
    stop: { kind: "quota", participants: 1 },
  }));
  const participant = await (await browser.newContext()).newPage();
  await toFirstTrial(participant, site, slug);
  await finish(participant);

  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/studies/${slug}/participants`);
  await expectNoViolations(page, "participants");
  await page.getByRole("link", { name: /^ses_/ }).click();
  await expect(page.getByRole("heading", { name: "Trials" })).toBeVisible();
  await expectNoViolations(page, "session");
  await expectToFitAPhone(page, "session");
  await page.getByLabel("Reason").fill("fell asleep");
  await page.getByRole("button", { name: "Exclude" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Exclude" }).click();
  await expect(page.getByText("“fell asleep”")).toBeVisible();
  await expect(page.getByText("0 of 1 completed")).toBeVisible();
  await page.getByRole("button", { name: "Undo the exclusion" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo the exclusion" }).click();
  await expect(page.getByText("1 of 1 completed")).toBeVisible();

  // Both acts stand in the audit log, whose chain holds.
  await page.goto(`${site}/admin/log`);
  await expect(page.getByText("is unbroken")).toBeVisible();
  await expect(page.getByRole("cell", { name: "session.exclude" }).first()).toBeVisible();
  await expect(page.getByRole("cell", { name: "session.undo-exclusion" }).first()).toBeVisible();
  await expectNoViolations(page, "log");
});

test("a set is heard and used for a new study that is launched", async ({ site, page }) => {
  await signIn(page, site, await makeStaff("admin"));
  await page.getByRole("link", { name: "Stimulus sets" }).click();
  await expectNoViolations(page, "sets");
  await page.goto(`${site}/admin/sets/${process.env.STUDY_E2E_SET}`);
  await expectNoViolations(page, "set");
  await page.getByRole("button", { name: /^Play/ }).first().click();
  await expect
    .poll(() => page.locator("audio").evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.2);
  const second = page.getByRole("region", { name: "Player" }).locator("strong");
  const before = await second.textContent();
  await page.keyboard.press("l");
  await expect(second).not.toHaveText(before ?? "");
  await page.getByRole("link", { name: "New study with it" }).click();
  await expectNoViolations(page, "new study");
  await page.getByLabel("Name", { exact: true }).fill("Made at the desk");
  const slug = `desk-${Date.now().toString(36)}`;
  // The set has anchors: the preset that fits it best is chosen, and the address follows the name.
  await expect(page.getByLabel("Preset")).toHaveValue("anchored");
  await expect(page.getByLabel("Name in the address")).toHaveValue("made-at-the-desk");
  await page.getByLabel("Preset").selectOption("paper");
  await page.getByLabel("Participants wanted").fill("3");
  await page.getByLabel("Name in the address").fill(slug);
  await page.getByRole("button", { name: "Make the draft" }).click();
  await expect(page).toHaveURL(`${site}/admin/studies/${slug}/settings`);
  await expect(page.getByText("Nothing keeps this study from its launch.")).toBeVisible();
  await expectNoViolations(page, "settings");
  await page.getByLabel("Who runs the study").fill("The laboratory");
  await expect(page.getByText("All changes are saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Who runs the study")).toHaveValue("The laboratory");
  await page.getByRole("button", { name: "Launch" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Launch" }).click();
  await expect(page.getByText("Frozen since the launch")).toBeVisible();
  for (const tab of ["Design audit", "Share"]) {
    await page.getByRole("navigation", { name: "Study" }).getByRole("link", { name: tab }).click();
    await page.waitForURL(/\/(design|share)$/);
    await expectNoViolations(page, tab);
  }
});

test("someone is invited, sets a password, and reads only", async ({ site, page, browser }) => {
  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/people`);
  await expectNoViolations(page, "people");
  const email = `new-${Date.now().toString(36)}@example.org`;
  await page.getByLabel("Name", { exact: true }).fill("New Person");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel(/Send this link/).inputValue();

  const invited = await (await browser.newContext()).newPage();
  await invited.goto(link);
  await expectNoViolations(invited, "link");
  await invited.getByLabel("Password").fill("a few good words");
  await invited.getByRole("button", { name: "Set password" }).click();
  await expect(invited).toHaveURL(`${site}/admin/sign-in`);
  await signIn(invited, site, email, "a few good words");
  await expect(invited.getByRole("link", { name: "New study" })).toHaveCount(0);
  await invited.goto(`${site}/admin/people`);
  await expect(invited.getByRole("heading", { name: "Admins only" })).toBeVisible();
  await invited.goto(link);
  await expect(invited.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("every page of the desk fits a phone and passes axe there", async ({ site, study, page }) => {
  const slug = await study();
  await page.setViewportSize({ width: 360, height: 780 });
  await signIn(page, site, await makeStaff("admin"));
  const own = `/admin/studies/${slug}`;
  const paths = [
    "/admin",
    own,
    `${own}/progress`,
    `${own}/participants`,
    `${own}/design`,
    `${own}/settings`,
    `${own}/preview?page=trial`,
    `${own}/share`,
    `${own}/export`,
    "/admin/sets",
    `/admin/sets/${process.env.STUDY_E2E_SET}`,
    "/admin/sets/new",
    "/admin/sets/upload",
    "/admin/planner",
    "/admin/studies/new",
    "/admin/jobs",
    "/admin/people",
    "/admin/log",
    "/admin/status",
    "/admin/account",
  ];
  for (const path of paths) {
    await page.goto(site + path);
    await expect(page.locator("h1")).toBeVisible();
    await expectToFitAPhone(page, path);
    await expectTrueMinusSigns(page, path);
    await expectNoViolations(page, path);
  }
});
