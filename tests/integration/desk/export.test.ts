import { describe, expect, it } from "vitest";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { exportStream } from "@/lib/services/export/export-stream";
import { ratingRows } from "@/lib/services/result/rating-rows";
import { excludeSession } from "@/lib/services/session/exclude-session";
import { studyFacts } from "@/lib/services/study/study-facts";
import { parseCsv } from "@/lib/tables/csv-table";
import { addSessions, ratedStudy } from "@/tests/factories/rated-study";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();

interface StoredRating {
  session: string;
  trial: string;
  stimulus: string;
  dimension: string;
  value: number;
  received_at: Date;
  position: number;
}

async function stored(study: string, mode: string): Promise<StoredRating[]> {
  return database.current.plain<StoredRating[]>`
    select s.id as session, t.id as trial, t.stimulus_id as stimulus, t.position, r.dimension, r.value, r.received_at
    from ratings r join trials t on t.id = r.trial_id join sessions s on s.id = t.session_id
    where s.study_id = ${study} and s.mode = ${mode} order by s.id, t.position, r.dimension`;
}

async function csvOf(slug: string) {
  let all = "";
  for await (const piece of await exportStream(slug, { format: "csv", freeText: false }))
    all += piece;
  return parseCsv(all).records;
}

describe("an export", () => {
  it("holds every stored rating of many sessions in order, and none of another mode", async () => {
    const study = await ratedStudy({ slug: "many", participants: 45, clips: 2 });
    await addSessions(study, 100, 3, "test");
    const expected = await stored(study.id, "live");
    expect(expected).toHaveLength(45 * 3 * 2 * 2);
    const rows = await csvOf("many");
    expect(
      rows.map((row) => [row.session, row.trial, row.stimulus, row.dimension, Number(row.rating)]),
    ).toEqual(expected.map((r) => [r.session, r.trial, r.stimulus, r.dimension, r.value]));
    expect(rows.map((row) => row.given_at)).toEqual(
      expected.map((r) => r.received_at.toISOString()),
    );
    expect(rows.map((row) => Number(row.position))).toEqual(expected.map((r) => r.position));
  });

  it("says what the receipt says of each dimension, and nothing without one", async () => {
    const study = await ratedStudy({ slug: "receipts", participants: 1, clips: 1 });
    const [first] = await stored(study.id, "live");
    await database.current.plain`
      insert into receipts (trial_id, first_play_ms, plays, seeks, pauses, ranges, coverage, hidden_ms,
        elapsed_ms, server_ms, rated_ms, sample_rate, load_failures, late, received_at)
      values (${first!.trial}, 12.5, 2, 1, 0, '[]', 0.75, 0, 1, 1, '{"reality":-3.5}', 48000, 0, true, now())`;
    const rows = await csvOf("receipts");
    const said = rows
      .filter(({ trial }) => trial === first!.trial)
      .map(({ dimension, plays, heard_share, rated_ms, late }) => [
        dimension,
        plays,
        heard_share,
        rated_ms,
        late,
      ]);
    expect(said).toEqual([
      ["harmony", "2", "0.75", "", "TRUE"],
      ["reality", "2", "0.75", "-3.5", "TRUE"],
    ]);
    const other = rows.find(({ trial }) => trial !== first!.trial);
    expect([other?.plays, other?.late]).toEqual(["", "FALSE"]);
  });

  it("keeps the state of its beginning, and gives its connection back when nobody reads on", async () => {
    const study = await ratedStudy({ slug: "stopped", participants: 45, clips: 1 });
    const facts = await studyFacts("stopped", { names: true });
    const [one] = await database.current.plain<{ id: string }[]>`
      select id from sessions where study_id = ${study.id} order by id desc limit 1`;
    const reasons = new Set<string | null>();
    let begun = false;
    for await (const rows of ratingRows(facts, new Map())) {
      if (!begun) await excludeSession(one!.id, CLI_ACTOR, "later");
      begun = true;
      for (const row of rows) reasons.add(row.exclusionReason);
    }
    expect([...reasons]).toEqual([null]);
    // more often than there are connections
    for (let i = 0; i < 12; i++) {
      for await (const rows of ratingRows(facts, new Map())) {
        expect(rows.length).toBeGreaterThan(0);
        break;
      }
    }
    expect((await csvOf("stopped")).filter(({ excluded }) => excluded === "TRUE")).toHaveLength(6);
  });
});
