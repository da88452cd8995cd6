import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const SIZES = { phone: { width: 360, height: 780 }, desktop: { width: 1440, height: 900 } };

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Tells by how much a page is wider than its window and what sticks out, or nothing. */
async function addIfTooWide(page: Page, name: string, found: string[]): Promise<void> {
  const told = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const sticking = [...document.querySelectorAll("body *")].flatMap((element) => {
      const { left, right } = element.getBoundingClientRect();
      if (left >= 0 && right <= clientWidth) return [];
      const from = `${Math.round(left)} to ${Math.round(right)}`;
      return [
        `${element.tagName} ${element.className} ${from}: ${element.textContent?.slice(0, 20)}`,
      ];
    });
    return `${scrollWidth - clientWidth} px wider than the window; ${sticking.slice(0, 8).join(" | ")}`;
  });
  if (told) found.push(`${name}: ${told}`);
}

/** Windows whose pages must not scroll sideways either: what is left of 1280 × 900 at 200 and 400 %. */
const ZOOMED = { "200 %": { width: 640, height: 450 }, "400 %": { width: 320, height: 225 } };

async function checkZoomed(page: Page, name: string, found: string[]): Promise<void> {
  for (const [zoom, viewport] of Object.entries(ZOOMED)) {
    await page.setViewportSize(viewport);
    await addIfTooWide(page, `${name} at ${zoom}`, found);
  }
  // Written from right to left, as Arabic or Hebrew are, nothing may leave the window either.
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await page.setViewportSize(SIZES.phone);
  await addIfTooWide(page, `${name} right to left`, found);
  await picture(page, `${name}-phone-rtl`);
  await page.evaluate(() => document.documentElement.setAttribute("dir", "ltr"));
}

/**
 * Looks at a page at both sizes, zoomed, mirrored, and at its colours in both schemes.
 * @param found what is wrong is added here
 */
export async function check(page: Page, name: string, found: string[]): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await checkZoomed(page, name, found);
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await inScheme(page, "light");
    await collect(`${name} ${size}`, new AxeBuilder({ page }).withTags(TAGS), found);
    await addIfTooWide(page, `${name} ${size}`, found);
    await picture(page, `${name}-${size}-light`);
    await inScheme(page, "dark");
    await collect(`${name} dark`, new AxeBuilder({ page }).withRules(["color-contrast"]), found);
    await picture(page, `${name}-${size}-dark`);
  }
}

/** Colours halfway between the schemes are nobody's: every transition is waited for. */
async function inScheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    // The styles are computed, then the transitions begin that they ask for.
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map((animation) => animation.finished));
    await frame();
  });
}

async function collect(name: string, axe: AxeBuilder, found: string[]): Promise<void> {
  const { violations } = await axe.analyze();
  for (const { id, nodes } of violations) {
    found.push(...nodes.map((node) => `${name} ${id}: ${node.target} ${node.failureSummary}`));
  }
}

/** With STUDY_E2E_PICTURES=FOLDER every page looked at is kept as a picture. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.STUDY_E2E_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
