import { describe, expect, it } from "vitest";
import { exportStream } from "@/lib/services/export/export-stream";
import { breakdownPage, scoreByStimulus } from "@/lib/services/result/breakdown";
import { studyFigure } from "@/lib/services/result/score-figure";
import { scoreTable } from "@/lib/services/result/score-table";
import { loadStudyResults } from "@/lib/services/result/study-results";
import { excludeSession, undoExclusion } from "@/lib/services/session/exclude-session";
import { studySessions } from "@/lib/services/session/list-sessions";
import { studyFacts } from "@/lib/services/study/study-facts";
import { studyExposure, studyProgress } from "@/lib/services/study/study-progress";
import { unblindStudy } from "@/lib/services/study/unblind-study";
import { mean, variance } from "@/lib/stats/descriptive";
import { addSessions, ratedStudy } from "@/tests/factories/rated-study";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
/** The first page of a list that fits on it. */
const PAGE = { search: "", sort: "condition", descending: false, page: 1, size: 50, filters: {} };
const ACTOR = { id: "ach_test", name: "Test" };

interface RawRating {
  condition: string;
  stimulus: string;
  item: string;
  dimension: string;
  value: number;
  session: string;
}

const sameCell =
  (cell: { condition: string; dimension: string }) =>
  ({ condition, dimension }: RawRating) =>
    condition === cell.condition && dimension === cell.dimension;

function sessionsOf(ratings: readonly RawRating[]): RawRating[][] {
  const sessions = [...new Set(ratings.map(({ session }) => session))];
  return sessions.map((id) => ratings.filter(({ session }) => session === id));
}

async function ratingsOf(slug: string): Promise<RawRating[]> {
  const rows = await database.current.plain<RawRating[]>`
    select st.condition, st.id as stimulus, st.item, r.dimension, r.value, t.session_id as session from ratings r
    join trials t on t.id = r.trial_id join sessions s on s.id = t.session_id join studies y on y.id = s.study_id
    join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id where y.slug = ${slug}`;
  return [...rows];
}

async function text(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  let all = "";
  for await (const piece of pieces) all += piece;
  return all;
}

describe("results of a study", () => {
  it("gives the n, mean, SD and median that the ratings have", async () => {
    const study = await ratedStudy({ slug: "numbers", participants: 5 });
    const raw = await ratingsOf("numbers");
    const table = await scoreTable(study.id);
    expect(table).toHaveLength(6);
    for (const row of table) {
      const values = raw.filter(sameCell(row)).map((r) => r.value);
      expect(row.n).toBe(values.length);
      expect(row.mean).toBeCloseTo(mean(values), 10);
      expect(row.sd).toBeCloseTo(Math.sqrt(variance(values)), 10);
      const sorted = [...values].sort((a, b) => a - b);
      expect(row.median).toBe(
        (sorted[(values.length - 1) >> 1]! + sorted[values.length >> 1]!) / 2,
      );
      expect(row.participants).toBe(5);
      const own = sessionsOf(raw.filter(sameCell(row)));
      const means = own.map((ratings) => mean(ratings.map(({ value }) => value)));
      expect(row.participantSd).toBeCloseTo(Math.sqrt(variance(means)), 10);
      expect(row.counts).toEqual(
        [...new Set(sorted)].map((value) => ({
          value,
          count: values.filter((one) => one === value).length,
        })),
      );
    }
  });

  it("breaks the ratings down by stimulus and by a factor of the set, as arithmetic does", async () => {
    const study = await ratedStudy({ slug: "parts", participants: 4, anchors: ["human"] });
    const raw = await ratingsOf("parts");
    const rows = await scoreByStimulus(study.id, "plan");
    expect(rows).toHaveLength(4 * 4 * 2);
    for (const row of rows) {
      const values = raw
        .filter((one) => one.stimulus === row.key && one.dimension === row.dimension)
        .map(({ value }) => value);
      expect(values).toHaveLength(4);
      expect(row).toMatchObject({ n: 4, item: raw.find((r) => r.stimulus === row.key)?.item });
      expect(row.longestRun).toBe(12);
      expect(row.mean).toBeCloseTo(mean(values), 10);
      expect(row.sd).toBeCloseTo(Math.sqrt(variance(values)), 10);
    }
    // Every clip of the test's set has the one temperature: a factor's cell is the condition's.
    const { conditions } = await studyFacts("parts", { names: true });
    const byFactor = async (factor: string) =>
      (await breakdownPage(study.id, "plan", { ...PAGE, conditions, by: { factor } })).rows;
    const table = await scoreTable(study.id);
    const cells = await byFactor("temperature");
    expect(cells.map(({ key, n }) => [key, n])).toEqual(table.map(({ n }) => ["0.9", n]));
    expect((await byFactor("tempo"))[0]?.key).toBe("none");
    expect((await studyFacts("parts")).factors).toEqual([]);
    expect((await studyFacts("parts", { names: true })).factors).toEqual(["temperature"]);
  });

  it("gives a breakdown page by page: each row once, searched and sorted over all of them", async () => {
    const study = await ratedStudy({ slug: "pages", participants: 4, anchors: ["human"] });
    const { conditions } = await studyFacts("pages");
    const page = (change: object) =>
      breakdownPage(study.id, "plan", { ...PAGE, conditions, by: "stimulus", ...change });
    const whole = await scoreByStimulus(study.id, "plan");
    const pages = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => page({ page: n, size: 5 })));
    expect(pages.map(({ total }) => total)).toEqual(Array(7).fill(whole.length));
    const name = (row: { key: string; dimension: string }) => `${row.key} ${row.dimension}`;
    expect(pages.flatMap(({ rows }) => rows.map(name)).sort()).toEqual(whole.map(name).sort());
    const means = (await page({ sort: "mean", descending: true })).rows.map(({ mean }) => mean);
    expect(means).toEqual(whole.map(({ mean }) => mean).sort((a, b) => b - a));
    const { label, id } = conditions[1]!;
    const found = (await page({ search: label.toLowerCase() })).rows;
    expect(found.map(name).sort()).toEqual(
      whole
        .filter(({ condition }) => condition === id)
        .map(name)
        .sort(),
    );
    expect(await page({ search: "100 % nothing" })).toEqual({ rows: [], total: 0 });
  });

  it("gives the exposure page by page, with the range of all stimuli", async () => {
    await ratedStudy({ slug: "exposed", participants: 3, anchors: ["human"] });
    const facts = await studyFacts("exposed");
    const all = { ...PAGE, sort: "completed" };
    const whole = await studyExposure(facts, all);
    const [last, one] = [
      await studyExposure(facts, { ...all, page: 3, size: 6 }),
      await studyExposure(facts, { ...all, search: whole.rows[4]!.stimulus }),
    ];
    const ids = (rows: readonly { stimulus: string }[]) => rows.map(({ stimulus }) => stimulus);
    expect(ids(last.rows)).toEqual(ids(whole.rows).slice(12, 18));
    expect(ids(one.rows)).toEqual([whole.rows[4]!.stimulus]);
    for (const { least, most } of [whole, last, one]) expect([least, most]).toEqual([3, 3]);
  });

  it("never takes a rating from another study, nor from a session in another mode", async () => {
    const live = await ratedStudy({ slug: "alone", participants: 2 });
    const before = await scoreTable(live.id);
    const simulated = await ratedStudy({ slug: "bots", participants: 4, mode: "simulated" });
    await addSessions(live, 100, 3, "test");
    expect(await scoreTable(live.id)).toEqual(before);
    expect((await scoreTable(simulated.id))[0]?.participants).toBe(4);
    expect((await studyFacts("alone")).completed).toBe(2);
    const csv = await text(await exportStream("alone", { format: "csv", freeText: false }));
    expect(csv.trim().split("\r\n")).toHaveLength(1 + 2 * 12 * 2);
    const { figure } = await studyFigure(await studyFacts("bots"), {
      spread: "sd",
      selection: "plan",
      stamps: [],
    });
    expect(figure.stamps.join()).toContain("Simulated participants");
  });

  it("leaves excluded sessions out, keeps their data, and takes them back", async () => {
    const study = await ratedStudy({ slug: "exclusion", participants: 3 });
    const [first] = (await ratingsOf("exclusion")).map((row) => row.session);
    const all = await scoreTable(study.id);
    await excludeSession(first!, ACTOR, "did not listen");
    await expect(excludeSession(first!, ACTOR, "again")).rejects.toThrow("excluded already");
    expect((await scoreTable(study.id))[0]?.participants).toBe(2);
    expect(await scoreTable(study.id, "with-excluded")).toEqual(all);
    expect((await studyFacts("exclusion")).excluded).toBe(1);
    expect((await studyProgress(await studyFacts("exclusion"))).excluded).toBe(1);
    await undoExclusion(first!, ACTOR);
    expect(await scoreTable(study.id)).toEqual(all);
    await expect(undoExclusion(first!, ACTOR)).rejects.toThrow("not excluded");
  });

  it("hides model names from the desk until the study is unblinded, on figures and exports alike", async () => {
    await ratedStudy({ slug: "blind", anchors: ["human"] });
    const facts = await studyFacts("blind");
    expect(facts.blind).toBe(true);
    expect(facts.conditions.map(({ label }) => label)).toEqual([
      "Model A",
      "Model B",
      "Model C",
      "human",
    ]);
    const csv = await text(
      await exportStream(facts, { format: "csv", freeText: false, blind: true }),
    );
    expect(csv).not.toMatch(/LSTM|resNet20/);
    expect(csv).toContain('"Model A"');
    expect((await loadStudyResults("blind")).rows[0]?.condition).toBe("resNet20_LocalConv");
    await unblindStudy("blind", ACTOR);
    const open = await studyFacts("blind");
    expect(open.conditions.map(({ label }) => label)).toEqual([
      "resNet20_LocalConv",
      "resNet20_Naive",
      "LSTM",
      "human",
    ]);
    await expect(unblindStudy("blind", ACTOR)).rejects.toThrow("blind");
  });

  it("gives empty tables, not errors, for a study that nobody has started", async () => {
    const study = await ratedStudy({ slug: "empty", participants: 0 });
    expect(await scoreTable(study.id)).toEqual([]);
    const facts = await studyFacts("empty");
    expect((await studyProgress(facts)).medianMinutes).toBeNull();
    const exposure = { ...PAGE, sort: "completed" };
    expect(await studyExposure(facts, exposure)).toMatchObject({ total: 12 });
    const { figure } = await studyFigure(facts, { spread: "sd", selection: "plan", stamps: [] });
    expect(figure.cells).toEqual([]);
  });

  it("finds sessions by what is typed, letters of patterns included", async () => {
    await ratedStudy({ slug: "search", participants: 3 });
    const facts = await studyFacts("search");
    const request = {
      search: "",
      sort: "started",
      descending: true,
      page: 1,
      size: 2,
      filters: {},
    };
    const page = await studySessions(facts, request);
    expect(page).toMatchObject({ total: 3, rows: { length: 2 } });
    expect((await studySessions(facts, { ...request, search: page.rows[0]!.id })).total).toBe(1);
    expect((await studySessions(facts, { ...request, search: "%" })).total).toBe(0);
    expect(
      (await studySessions(facts, { ...request, filters: { status: "excluded" } })).total,
    ).toBe(0);
  });
});
