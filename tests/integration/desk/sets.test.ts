import { expect, it } from "vitest";
import { clipsToRate } from "@/lib/services/set/condition-summary";
import { newId } from "@/lib/shared/ids";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();

it("a set's clips to rate are counted by condition, without those for practice", async () => {
  const sql = database.current.plain;
  const set = newId("stimulusSet");
  await sql`insert into stimulus_sets (id, name, preset, status, details)
    values (${set}, 'Counted', 'test', 'draft', '{"conditions":[]}')`;
  await sql`
    insert into stimuli (set_id, id, position, role, condition, item, duration_ms, originality, description, factors, repairs)
    select ${set}, 'stm_' || substr(md5(${set} || n), 1, 20), n, role, condition, 'i' || n, 17000,
      '{"status":"not computed","reason":"test"}', '{}', '{}', 0
    from (values (1, 'main', 'LSTM'), (2, 'main', 'LSTM'), (3, 'main', 'CNN_a'), (4, 'practice', 'human'),
      (5, 'calibration', 'scrambled')) as x(n, role, condition)`;
  expect(await clipsToRate(set)).toEqual({ LSTM: 2, CNN_a: 1 });
  expect(await clipsToRate(newId("stimulusSet"))).toEqual({});
});
