import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { INTERVAL_WIDTH } from "@/lib/services/result/kept-interval-width";
import { createStudy } from "@/lib/services/study/create-study";
import { plainSql } from "@/tests/factories/plain-sql";
import { ratedStudy } from "@/tests/factories/rated-study";
import { makeStaff, signIn } from "./desk-staff";
import { expect, test } from "./journey";

/** At both sizes: nothing that axe finds, and nothing wider than the window. */
async function expectWellMade(page: Page): Promise<void> {
  for (const viewport of [
    { width: 360, height: 780 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(viewport);
    // A preview in its frame is a document of its own.
    const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  }
}

test("the settings offer both stop rules, and ask for a width where precision decides", async ({
  site,
  page,
}) => {
  const slug = `stop-${Date.now().toString(36)}`;
  await createStudy({ slug, set: process.env.STUDY_E2E_SET ?? "", preset: "paper" }, CLI_ACTOR);
  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/studies/${slug}/settings`);
  const rule = page.getByLabel("Collecting ends");
  const width = page.getByLabel("Widest interval wanted (points)");
  await expect(rule).toHaveValue("quota");
  await rule.selectOption("when it is precise enough");
  await page.getByLabel("Participants wanted").fill("90");
  await expect(width).toHaveAttribute("aria-invalid", "true");
  await width.fill("0.6");
  await expect(width).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("All changes are saved.")).toBeVisible();
  await page.reload();
  await expect(rule).toHaveValue("width");
  await expect(width).toHaveValue("0.6");
  await expect(page.getByLabel("Participants wanted")).toHaveValue("90");
  await expectWellMade(page);
});

test("the progress page shows the interval's width, and no mean, until the rule is met", async ({
  site,
  page,
}) => {
  const slug = `width-${Date.now().toString(36)}`;
  const contrasts: [string, string][] = [["resNet20_LocalConv", "resNet20_Naive"]];
  const stop = { kind: "width" as const, width: 0.5, maximum: 60 };
  const study = await ratedStudy({ slug, stop, participants: 20, plan: { contrasts } });
  const sql = await plainSql();
  const measured = { width: 0.8342, completed: 20 };
  await sql`insert into study_results (study_id, kind, data_sha256, value, computed_at)
    values (${study.id}, ${INTERVAL_WIDTH}, 'of the test', ${sql.json(measured)}, now())`;
  await signIn(page, site, await makeStaff("admin"));
  await page.goto(`${site}/admin/studies/${slug}/progress`);
  const main = page.locator("main");
  await expect(main).toContainText("Interval width now / wanted0.83 / 0.5");
  await expect(main).not.toContainText(/\bmean\b|p =|LocalConv|Naive/i);
  await expectWellMade(page);
  const gate = page.getByRole("heading", { name: "Results open when the stop rule is met" });
  await page.goto(`${site}/admin/studies/${slug}`);
  await expect(gate).toBeVisible();
  await expect(main).toContainText("no wider than 0.5 points");

  await sql`update studies set stop_rule_met_at = now() where id = ${study.id}`;
  await page.reload();
  await expect(gate).toBeHidden();
  await expect(page.locator("figure svg").first()).toContainText("Model A");
  await page.goto(`${site}/admin/studies/${slug}/progress`);
  await expect(main).toContainText("nobody new can start, results are open");
});
