import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { WorkerProcess } from "@/tests/factories/worker-process";
import { makeStaff, signIn } from "./desk-staff";
import { choose, expect, finish, listen, next, test } from "./journey";
import { agree, begin } from "./opening";

/** Items of the set, each continued by every one of the three models. */
const ITEMS = 4;
const MODELS = 3;
/** Making the clips takes seconds on an idle machine, minutes on a busy one. */
const MAKING_MS = 900_000;

/** The number below a name on the progress page. */
function shown(page: Page, name: string) {
  return page.locator("dl > div", { has: page.getByText(name, { exact: true }) }).locator("dd");
}

/** Confirms the question that an act asks. */
async function act(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

let worker: WorkerProcess | null = null;
test.afterEach(async () => {
  await worker?.stop();
  worker = null;
});

test("a new admin makes a set with the models, publishes it, runs a study on it and exports", async ({
  site,
  page,
  browser,
}) => {
  test.setTimeout(MAKING_MS + 300_000);
  const [email, started] = await Promise.all([makeStaff("admin"), WorkerProcess.start()]);
  worker = started;
  await signIn(page, site, email);

  await test.step("regenerate", async () => {
    await page.getByRole("link", { name: "Stimulus sets" }).click();
    await page.getByRole("link", { name: "Generate a set" }).click();
    await page.getByLabel("Name", { exact: true }).fill("First set");
    await page.getByLabel("Items").fill(String(ITEMS));
    await page.getByLabel("Tempo").fill("240");
    await page.getByLabel("Seed").fill("5");
    await page.getByLabel("Instrument").selectOption("organ");
    await expect(page.getByText(`${ITEMS} items × ${MODELS} conditions`)).toBeVisible();
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await expect(page).toHaveURL(/\/admin\/jobs\/job_/);
    await expect(page.getByText("Ready:")).toBeVisible({ timeout: MAKING_MS });
    await page.getByRole("link", { name: "listen to the set" }).click();
  });

  await test.step("hear and see", async () => {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("First set");
    await page.getByLabel("Role", { exact: true }).selectOption("main");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/role=main/);
    const rolls = page.getByRole("img", { name: /^Piano roll/ });
    await expect(rolls).toHaveCount(ITEMS * MODELS);
    await expect
      .poll(() => rolls.first().evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await page.getByRole("button", { name: /^Play/ }).first().click();
    await expect
      .poll(() => page.locator("audio").evaluate((audio: HTMLAudioElement) => audio.currentTime))
      .toBeGreaterThan(0.2);
  });

  const slug = `new-admin-${Date.now().toString(36)}`;
  await test.step("publish, create a study", async () => {
    await act(page, "Publish");
    await page.getByRole("link", { name: "New study with it" }).click();
    await page.getByLabel("Name", { exact: true }).fill("First study");
    await page.getByLabel("Name in the address").fill(slug);
    await page.getByLabel("Preset").selectOption("paper");
    await page.getByLabel("Participants wanted").fill("1");
    await page.getByRole("button", { name: "Make the draft" }).click();
    await page.getByLabel("Clips per model and participant").fill("1");
    await page.getByLabel("Practice trials").fill("0");
    await page.getByLabel("A pause after this many trials").fill("");
    await page.getByLabel("Heard before rating (%)").fill("5");
    await page.getByLabel("Volume check before the trials").uncheck();
    await expect(page.getByText("All changes are saved.")).toBeVisible();
    await expect(page.getByText("Nothing keeps this study from its launch.")).toBeVisible();
  });

  await test.step("preview", async () => {
    const inside = page.frameLocator("iframe");
    await expect(inside.getByRole("button", { name: "Begin" })).toBeVisible();
    await page.getByLabel("Page", { exact: true }).selectOption("trial");
    await expect(inside.locator("fieldset[data-dimension]")).toHaveCount(2);
    await expect(inside.locator("[data-play]")).toHaveAttribute("data-status", /ready/);
    await page.getByLabel("Language", { exact: true }).selectOption("zh");
    await expect(inside.locator("h1")).toHaveText(/\p{Script=Han}/u);
  });

  await test.step("launch, and be its participant in a second browser", async () => {
    await act(page, "Launch");
    await expect(page.getByText("Frozen since the launch")).toBeVisible();
    await page.goto(`${site}/admin/studies/${slug}/progress`);
    await expect(shown(page, "Started")).toHaveText("0");
    const listener = await (await browser.newContext()).newPage();
    await begin(listener, `${site}/s/${slug}?lang=en`);
    await agree(listener);
    await listen(listener);
    await expect(shown(page, "Started")).toHaveText("1");
    await choose(listener, "harmony", 0);
    await choose(listener, "reality", 5);
    await next(listener);
    await finish(listener);
    await expect(shown(page, "Completed")).toHaveText("1 of 1");
  });

  await test.step("see Figure 8, export", async () => {
    await page.goto(`${site}/admin/studies/${slug}`);
    await expect(page.locator("figure svg").first()).toContainText("Model A");
    await page.locator("figure svg a").first().click();
    const score = page.getByRole("img", { name: /^Score of Model A, item/ }).first();
    await expect
      .poll(() => score.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await expect(page.getByLabel(/^Ratings of Model A/).first()).toContainText("harmony");
    await page.goto(`${site}/admin/studies/${slug}/export`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV", exact: true }).first().click(),
    ]);
    const csv = readFileSync(await download.path(), "utf8");
    expect(csv.trim().split("\r\n")).toHaveLength(1 + MODELS * 2);
  });
});
