import { expect, type Page } from "@playwright/test";
import { checkSeed, noteCount } from "@/lib/study/screening";

/** The words on the pages' buttons and choices by language, as the participant reads them. */
export const WORDS = {
  en: {
    begin: "Begin",
    yes: /^Yes/,
    no: /^No/,
    go: "Continue",
    on: "Go on",
    next: "Next",
    finish: "Finish",
    nextParticipant: "Next participant",
  },
  zh: {
    begin: "开始",
    yes: /^愿意/,
    no: /^不，/,
    go: "继续",
    on: "继续",
    next: "下一段",
    finish: "完成",
    nextParticipant: "下一位参与者",
  },
} as const;

/** Languages of the journeys. */
export const LANGUAGES = ["en", "zh"] as const;

/** The words of one language. */
export type Words = (typeof WORDS)[keyof typeof WORDS];

/** Opens a study and begins: the consent form is shown then. */
export async function begin(page: Page, address: string, words: Words = WORDS.en): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: words.begin, exact: true }).click();
  await expect(page.getByRole("radio", { name: words.yes })).toBeVisible();
}

/** Says yes and confirms the age. */
export async function agree(page: Page, words: Words = WORDS.en): Promise<void> {
  await page.getByRole("radio", { name: words.yes }).check();
  await page.locator("main input[type=checkbox]").check();
  await page.getByRole("button", { name: words.go, exact: true }).click();
}

/** Says no. */
export async function decline(page: Page, words: Words = WORDS.en): Promise<void> {
  await page.getByRole("radio", { name: words.no }).check();
  await page.getByRole("button", { name: words.go, exact: true }).click();
}

/** Answers the sound check: so many notes, and the first device. */
export async function answerSound(
  page: Page,
  notes: number,
  words: Words = WORDS.en,
): Promise<void> {
  await page.locator(`label:has(input[name=notes][value="${notes}"])`).click();
  await page.locator("label:has(input[name=device])").first().click();
  await page.getByRole("button", { name: words.go, exact: true }).click();
}

/** The notes that a session's first sound check plays. */
export function notesOf(session: { id: string } | undefined): number {
  return noteCount(checkSeed(session?.id ?? "", 1));
}

/** Gives the six answers of a headphone screen, always the first interval: two of them are right. */
export async function answerHeadphones(page: Page): Promise<void> {
  for (let recording = 0; recording < 6; recording++) {
    await page.locator('label:has(input[name^="interval"])').first().click();
    const before = (await page.locator("fieldset legend").textContent()) ?? "";
    await page.locator("main section button").last().click();
    await expect(page.getByText(before, { exact: true })).toHaveCount(0);
  }
}
