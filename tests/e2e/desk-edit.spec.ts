import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { zipSync } from "fflate";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { createStudy } from "@/lib/services/study/create-study";
import { makeStaff, signIn } from "./desk-staff";
import { expect, test } from "./journey";

async function expectNoViolations(page: Page, what: string): Promise<void> {
  // A preview in its frame is a document of its own, and is looked at by itself (the phone list below).
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
}

/** One second of sound. */
function tone(): Uint8Array {
  const left = Float32Array.from({ length: SAMPLE_RATE }, (_, i) => 0.3 * Math.sin(i / 20));
  return wavBytes({ left, right: left.slice() });
}

test("own clips are checked row by row before they are sent, and a worker is asked", async ({
  site,
  page,
}) => {
  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/sets`);
  await page.getByRole("link", { name: "Upload clips" }).click();
  await expectNoViolations(page, "upload");
  await page.getByLabel("Name", { exact: true }).fill("Our clips");
  const zip = zipSync({ "clips/a.wav": tone(), "clips/b.txt": new Uint8Array([1]) });
  await page.getByLabel("Clips (zip)").setInputFiles({
    name: "clips.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(zip),
  });
  await expect(page.getByText("expected a table: choose a CSV file")).toBeVisible();
  const table = (text: string) =>
    page.getByLabel("Table (CSV)").setInputFiles({
      name: "table.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
  await table("file,condition,item\na.wav,A,1\nb.txt,B,1\nlost.wav,C,1\n");
  await expect(page.getByText("2 rows must be put right first")).toBeVisible();
  await expect(page.getByText("row 4: lost.wav: expected a file in the archive")).toBeVisible();
  await expect(page.getByRole("button", { name: "Make the set" })).toBeDisabled();
  await table("file,condition,item\na.wav,A,1\na.wav,B,1\n");
  await expect(page.getByText("Every row has its file.")).toBeVisible();
  await page.getByRole("button", { name: "Play a.wav" }).first().click();
  await expectNoViolations(page, "upload with rows");
  await page.getByRole("button", { name: "Make the set" }).click();
  await expect(page).toHaveURL(/\/admin\/jobs\/job_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Make a set of uploaded clips: Our clips",
  );
});

test("a draft saves itself: a wrong value says so at once, is kept, and bars the launch", async ({
  site,
  page,
}) => {
  const slug = `saved-${Date.now().toString(36)}`;
  await createStudy({ slug, set: process.env.STUDY_E2E_SET ?? "", preset: "paper" }, CLI_ACTOR);
  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/studies/${slug}/settings`);
  const saved = page.getByText("All changes are saved.");
  const launch = page.getByRole("button", { name: "Launch" });
  await page.getByLabel("Who runs the study").fill("The lab");
  await page.getByLabel("At the end", { exact: true }).selectOption("redirect");
  const address = page.getByLabel("At the end: code or address");
  await address.fill("panel.example.org");
  await expect(address).toHaveAccessibleDescription("expected http(s)://…");
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(saved).toBeVisible();
  await expect(launch).toBeDisabled();
  await expect(page.getByText("Put right what is marked")).toBeVisible();
  await expectNoViolations(page, "a marked field");
  // Nothing is lost by leaving, not even what is wrong.
  await page.reload();
  await expect(page.getByLabel("Who runs the study")).toHaveValue("The lab");
  await expect(address).toHaveValue("panel.example.org");
  await expect(launch).toBeDisabled();
  await address.fill("https://panel.example.org/done");
  await expect(saved).toBeVisible();
  await expect(launch).toBeEnabled();
  await page.getByLabel("Practice trials").fill("1");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Practice trials")).not.toHaveValue("1");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(page.getByLabel("Practice trials")).toHaveValue("1");
  await expect(saved).toBeVisible();
  const answer = await page.request.get(`${site}/api/desk/studies/${slug}/configuration`);
  expect((await answer.json()).trials.practice).toBe(1);
});

test("a change that was typed as the window closed is there again; two windows overwrite nothing", async ({
  site,
  page,
}) => {
  const slug = `closed-${Date.now().toString(36)}`;
  await createStudy({ slug, set: process.env.STUDY_E2E_SET ?? "", preset: "paper" }, CLI_ACTOR);
  await signIn(page, site, await makeStaff("admin"));
  const settings = `${site}/admin/studies/${slug}/settings`;
  await page.goto(settings);
  const other = await page.context().newPage();
  await other.goto(settings);
  await other.getByLabel("Whom to ask").fill("second window");
  await other.close({ runBeforeUnload: true });
  const stored = async () =>
    (await (await page.request.get(`${site}/api/desk/studies/${slug}/configuration`)).json())
      .consent;
  await expect.poll(async () => (await stored()).contact).toBe("second window");
  await page.getByLabel("Who runs the study").fill("first window");
  await expect(page.getByText("has changed this draft since you opened it")).toBeVisible();
  await expect(page.getByLabel("Who runs the study")).toHaveValue("first window");
  expect((await stored()).controller).not.toBe("first window");
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(`${site}/admin`);
  await page.goto(settings);
  await expect(page.getByLabel("Who runs the study")).toHaveCount(0);
});

test("scales and questions are edited without JSON, and the preview shows them in each language", async ({
  site,
  page,
}) => {
  const slug = `edit-${Date.now().toString(36)}`;
  const set = process.env.STUDY_E2E_SET ?? "";
  await createStudy({ slug, set, preset: "paper" }, CLI_ACTOR);
  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/studies/${slug}/settings`);
  await page.getByRole("button", { name: "Add a scale" }).click();
  const words: [string, string, string][] = [
    ["name", "Beauty", "美"],
    ["question", "Is it beautiful?", "美吗？"],
    ["label of the low end", "ugly", "丑"],
    ["label of the high end", "lovely", "可爱"],
  ];
  for (const [field, en, zh] of words) {
    await page.getByLabel(`Scale 3: ${field}, en`, { exact: true }).fill(en);
    await page.getByLabel(`Scale 3: ${field}, zh`, { exact: true }).fill(zh);
  }
  await page.getByLabel("Scale 3: highest point").fill("20");
  await page.getByRole("button", { name: "Add a question" }).click();
  await page.getByLabel("Question 1: answer", { exact: true }).selectOption("single");
  await page.getByLabel("Question 1: question, en").fill("Do you play?");
  await page.getByLabel("Question 1: question, zh").fill("你演奏吗？");
  await page.getByLabel("Question 1: answer 1, en").fill("yes");
  // Too many points: said at once, and what was typed stays.
  await expect(page.getByText("expected 2 to 11 points").first()).toBeVisible();
  await page.getByLabel("Scale 3: highest point").fill("4");
  await expect(page.getByText("expected 2 to 11 points")).toHaveCount(0);
  await expect(page.getByText("All changes are saved.")).toBeVisible();
  await expectNoViolations(page, "editor");

  const inside = page.frameLocator("iframe");
  await page.getByLabel("Page", { exact: true }).selectOption("trial");
  await expect(inside.locator("fieldset[data-dimension]")).toHaveCount(3);
  await expect(inside.getByText("Is it beautiful?")).toBeVisible();
  await page.getByLabel("Language", { exact: true }).selectOption("zh");
  await expect(inside.getByText("美吗？")).toBeVisible();
  await page.getByLabel("Page", { exact: true }).selectOption("questions");
  await expect(inside.getByText("你演奏吗？")).toBeVisible();

  await page.getByRole("link", { name: "How many participants are needed?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Power planner");
  await page.getByLabel("Participants", { exact: true }).fill("1");
  await expect(page.getByText("expected at least 2 participants, got 1")).toBeVisible();
  await page.getByLabel("Participants", { exact: true }).fill("60");
  await page.getByLabel(/^Wished interval/).fill("0.05");
  await expect(page.getByText("A half width of 0.05 is out of reach")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Power against participants/ })).toBeVisible();
  await expectNoViolations(page, "planner");
});
