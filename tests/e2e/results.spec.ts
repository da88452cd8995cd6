import { analyseStudyJob } from "@/lib/jobs/analyse-study";
import { startWorker } from "@/lib/jobs/worker";
import { ANALYSE_STUDY_JOB } from "@/lib/services/result/kept-analysis";
import { plainSql } from "@/tests/factories/plain-sql";
import { addSessions, ratedStudy } from "@/tests/factories/rated-study";
import { makeStaff, signIn } from "./desk-staff";
import { expect, test } from "./journey";

async function jobsOf(slug: string): Promise<{ id: string }[]> {
  const sql = await plainSql();
  return sql<{ id: string }[]>`
    select id from jobs where kind = ${ANALYSE_STUDY_JOB} and input->>'study' = ${slug}`;
}

test("the declared answer stands above, naive beside crossed; early only by a logged look", async ({
  site,
  page,
}) => {
  const slug = `results-${Date.now().toString(36)}`;
  const study = await ratedStudy({
    slug,
    participants: 5,
    target: 6,
    plan: { contrasts: [["resNet20_LocalConv", "LSTM"]] },
  });
  await signIn(page, site, await makeStaff("admin"));
  const address = `${site}/admin/studies/${slug}`;
  const figure = `${site}/api/desk/studies/${slug}/figure?format=svg`;

  // Before the stop rule: neither page nor figure shows a mean.
  await page.goto(address);
  const gate = page.getByRole("heading", { name: "Results open when the stop rule is met" });
  await expect(gate).toBeVisible();
  await expect(page.locator("figure")).toHaveCount(0);
  expect((await page.request.get(figure)).status()).toBeGreaterThanOrEqual(400);
  await page.getByLabel("Reason").fill("a fault was reported");
  await page.getByRole("button", { name: "Look at the results so far" }).click();
  await expect(page.getByText("Interim look: 5 of 6 completed").first()).toBeVisible();
  await expect(page.locator("figure svg").first()).toContainText("Interim look");

  // The models come by a job, once.
  await expect(page.getByRole("heading", { name: "Models are being computed" })).toBeVisible();
  const registry = { [ANALYSE_STUDY_JOB]: analyseStudyJob };
  const worker = await startWorker({ say: () => {}, registry });
  try {
    const answer = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: "Answer to the declared question" }) });
    await expect(answer).toContainText(
      /in harmony .*95 % interval .*listeners and pieces like these/,
    );
    // Still blind: letters, no name.
    await expect(answer).not.toContainText("LSTM");
    const beside = page.getByRole("region", { name: "Naive and crossed analysis of harmony" });
    for (const head of ["Pooled", "p, paired by listener", "Crossed"])
      await expect(beside.getByRole("columnheader", { name: head, exact: true })).toBeVisible();
    const line = beside.getByRole("row", { name: /^Model A − Model B/ });
    const [, pooled, paired, estimate, , , crossed] = await line
      .getByRole("cell")
      .allTextContents();
    for (const p of [pooled, paired, crossed]) expect(p).toMatch(/^([01]\.\d{3}|< 0\.001)$/);
    expect(estimate).toMatch(/^−?\d\.\d\d$/);
    await page.reload();
    await expect(answer).toBeVisible();
    expect(await jobsOf(slug)).toHaveLength(1);

    // The last participant: open without a look, but the early one stays on every figure.
    await addSessions(study, 5, 1);
    await page.reload();
    await expect(page.getByText("Interim look")).toHaveCount(0);
    await expect(
      page.getByText("Results were seen before the stop rule was met").first(),
    ).toBeVisible();
    await expect(answer).not.toContainText("before the latest ratings");
    expect(await jobsOf(slug)).toHaveLength(2);
    expect(await (await page.request.get(figure)).text()).toContain("Results were seen before");
  } finally {
    await worker.stop();
  }
});
