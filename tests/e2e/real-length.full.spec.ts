import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { importStimulusSet } from "@/lib/services/set/import-stimulus-set";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { auditStudy } from "@/lib/services/study/audit-study";
import { plainSql } from "@/tests/factories/plain-sql";
import { makeStudy } from "@/tests/factories/studies";
import {
  choose,
  endPause,
  expect,
  expectOpen,
  heading,
  listen,
  next,
  rate,
  sessionsOf,
  storedRatings,
  test,
  watchErrors,
} from "./journey";
import { agree, answerSound, begin, notesOf } from "./opening";

const TRIALS = 30;
const SLUG = "real-length";

/** The paper's set: the folder that STUDY_E2E_PAPER_SET names, or made here by the command line. */
async function paperSet(): Promise<string> {
  const given = process.env.STUDY_E2E_PAPER_SET;
  const folder = given ?? join(mkdtempSync(join(tmpdir(), "paper-set-")), "set");
  if (!existsSync(folder)) {
    const study = resolve("scripts/study.mjs");
    const options = ["--preset", "paper", "--seed", "1", "--out", folder];
    const made = spawnSync(process.execPath, [study, "generate", ...options], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(`expected a set, got:\n${made.stderr}`);
  }
  const { id } = await importStimulusSet(folder);
  await publishStimulusSet(id, CLI_ACTOR);
  return id;
}

/** What is rated on a trial: every point of the scale comes, 0 among them. */
const ratingsOf = (trial: number) => ({ harmony: trial % 6, reality: (trial * 5 + 1) % 6 });

async function reloadInBetween(page: Page, trial: number): Promise<void> {
  const { harmony, reality } = ratingsOf(trial);
  await listen(page);
  await choose(page, "harmony", harmony);
  await page.reload();
  await expectOpen(page);
  await choose(page, "reality", reality);
  await next(page);
}

async function doubleClick(page: Page, trial: number): Promise<void> {
  const { harmony, reality } = ratingsOf(trial);
  const before = await heading(page);
  await listen(page);
  await choose(page, "harmony", harmony);
  await choose(page, "reality", reality);
  await page.getByRole("button", { name: "Next" }).dblclick();
  await expect.poll(() => heading(page)).not.toBe(before);
}

async function rateTrial(page: Page, trial: number): Promise<void> {
  if (trial === 4) return reloadInBetween(page, trial);
  if (trial === 7) return doubleClick(page, trial);
  const { harmony, reality } = ratingsOf(trial);
  return rate(page, harmony, reality);
}

test("the paper's study at its real length: 30 clips of 17 s, exactly 60 rows", async ({
  page,
  context,
  site,
}) => {
  test.setTimeout(3_600_000);
  const errors = watchErrors(context);
  await makeStudy(await paperSet(), { slug: SLUG });
  await begin(page, `${site}/s/${SLUG}?lang=en`);
  await agree(page);
  await expect(page.locator("input[name=notes]").first()).toBeAttached();
  await answerSound(page, notesOf((await sessionsOf(SLUG))[0]));
  for (const practice of [1, 2, 3]) {
    const title = `Practice piece ${practice} of 3`;
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await rate(page, practice, 5 - practice);
  }
  await endPause(page);
  for (let trial = 1; trial <= TRIALS; trial++) {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Piece ${trial} of ${TRIALS}`);
    await rateTrial(page, trial);
    if ((await heading(page)) === "A short pause") await endPause(page);
  }
  await expect(page.getByText("All your answers are stored.")).toBeVisible();

  const rows = (await storedRatings(SLUG)).filter((row) => row.kind === "main");
  const wanted = Array.from({ length: TRIALS }, (_, i) => i + 1).flatMap((position) =>
    Object.entries(ratingsOf(position)).map(([dimension, value]) => ({
      position,
      kind: "main",
      dimension,
      value,
    })),
  );
  expect(rows.map((row) => ({ ...row }))).toEqual(wanted);
  expect(rows).toHaveLength(2 * TRIALS);
  expect((await sessionsOf(SLUG)).map(({ status }) => status)).toEqual(["complete"]);
  const audit = await auditStudy(SLUG);
  expect(audit).toMatchObject({ ok: true, ratings: { doubled: 0, incomplete: 0, unfinished: 0 } });
  const sql = await plainSql();
  const receipts = await sql<{ coverage: number; server: number; plays: number }[]>`
    select r.coverage, r.server_ms as server, r.plays from receipts r
    join trials t on t.id = r.trial_id join sessions s on s.id = t.session_id
    join studies y on y.id = s.study_id where y.slug = ${SLUG}`;
  expect(receipts).toHaveLength(TRIALS + 3);
  for (const { coverage, server, plays } of receipts) {
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(server).toBeGreaterThanOrEqual(0.95 * 17_000);
    expect(plays).toBe(1);
  }
  expect(errors).toEqual([]);
});
