import { beforeAll, describe, expect, it } from "vitest";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { createStudy } from "@/lib/services/study/create-study";
import { launchStudy } from "@/lib/services/study/launch-study";
import { importTinySet, makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4 });
  await makeStudy(set, { slug: "frozen" });
  await makeStudy(set, { slug: "practised", mode: "simulated" });
  const { plain } = database.current;
  await plain.unsafe(`
    insert into participants (id, study_id) select 'prt_00000000000000000001', id from studies where slug = 'frozen';
    insert into sessions (id, study_id, version_id, participant_id, mode, state, language, start_language, dimension_order,
        start_key, secret_sha256, withdraw_sha256, started_at, last_seen_at)
      select 'ses_00000000000000000001', s.id, v.id, 'prt_00000000000000000001', 'live', '{"kind":"consent"}', 'en', 'en',
        '{harmony,reality}', 'k', 'a', 'b', now(), now()
      from studies s join study_versions v on v.study_id = s.id where s.slug = 'frozen';
    insert into trials (id, session_id, kind, position, block, set_id, stimulus_id)
      select 'trl_00000000000000000001', 'ses_00000000000000000001', 'main', 1, 1, set_id, id from stimuli where role = 'main' limit 1;
    insert into ratings (id, trial_id, dimension, value, client_key, received_at)
      values ('rtg_00000000000000000001', 'trl_00000000000000000001', 'harmony', 0, 'key', now());`);
});

const statement = (text: string) => database.current.plain.unsafe(text);
const rating = (dimension: string, value: string) =>
  `insert into ratings (id, trial_id, dimension, value, client_key, received_at)
   values ('rtg_00000000000000000002', 'trl_00000000000000000001', '${dimension}', ${value}, 'other', now())`;

describe("the database itself refuses", () => {
  it.each([
    ["a rating above its study's scale", rating("reality", "6"), "rating 6 lies outside 0..5"],
    ["a rating below it", rating("reality", "-1"), "rating -1 lies outside 0..5"],
    ["a dimension of another study", rating("beauty", "3"), "dimension beauty does not belong"],
    ["no value", rating("reality", "null"), "null value"],
    ["a second rating of a trial's dimension", rating("harmony", "4"), "ratings_trial_dimension"],
    ["changing a rating", "update ratings set value = 5", "never changed and only erased"],
    ["deleting a rating", "delete from ratings", "never changed and only erased"],
    ["deleting it through its trial", "delete from trials", "never changed and only erased"],
    ["emptying the table", "truncate ratings", "never truncated"],
    ["changing a published set", "update stimulus_sets set name = 'x'", "is published"],
    ["deleting a published set", "delete from stimulus_sets", "is published"],
    ["changing its stimuli", "update stimuli set condition = 'x'", "is published"],
    ["deleting its stimuli", "delete from stimuli", "is published"],
    ["deleting its files", "delete from stimulus_files", "is published"],
    ["changing bytes", "update blobs set bytes = '\\x00'", "never change"],
    [
      "bytes under a wrong digest",
      `insert into blobs values ('${"0".repeat(64)}', '\\x00', 1)`,
      "blobs_digest",
    ],
    ["changing a frozen version", "update study_versions set note = 'x'", "is frozen"],
    ["deleting a frozen version", "delete from study_versions", "is frozen"],
    ["changing its scales", "update study_dimensions set high = 9", "is frozen"],
    [
      "adding a scale",
      "insert into study_dimensions select id, 'x', 3, 0, 5 from study_versions",
      "is frozen",
    ],
    ["another seed after the launch", "update studies set seed = 'x'", "frozen"],
    ["another set after the launch", "update studies set set_id = 'x'", "frozen"],
    ["making it a draft again", "update studies set status = 'draft'", "frozen"],
    [
      "taking off the mark simulated",
      "update studies set mode = 'live' where mode = 'simulated'",
      "never changed",
    ],
    ["marking a live session otherwise", "update sessions set mode = 'test'", "never changed"],
    ["presenting something else", "update trials set position = 2", "never changed"],
    ["an unknown word", "update sessions set status = 'gone'", "sessions_status"],
  ])("%s", async (_, text, message) => {
    await expect(statement(text)).rejects.toThrow(message);
  });

  it("and keeps what was there", async () => {
    const [row] = await database.current.plain`select value from ratings`;
    expect(row!.value).toBe(0);
  });
});

describe("launching", () => {
  it("says what keeps a study from it", async () => {
    const draft = await importTinySet({ items: 4, name: "draft", seed: 2 });
    await createStudy({ slug: "early", set: draft, preset: "paper" }, CLI_ACTOR);
    await expect(launchStudy("early", CLI_ACTOR)).rejects.toThrow("expected a published set");
    await publishStimulusSet(draft, CLI_ACTOR);
    await launchStudy("early", CLI_ACTOR);
    await expect(launchStudy("early", CLI_ACTOR)).rejects.toThrow(
      "expected a draft study, early is open",
    );
    await expect(createStudy({ slug: "early", set, preset: "paper" }, CLI_ACTOR)).rejects.toThrow(
      "is taken",
    );
    await expect(
      createStudy({ slug: "Bad Slug", set, preset: "paper" }, CLI_ACTOR),
    ).rejects.toThrow("expected a slug");
    await expect(createStudy({ slug: "x", set, preset: "none" }, CLI_ACTOR)).rejects.toThrow(
      "expected a study preset",
    );
    await expect(
      createStudy({ slug: "x", set: "none", preset: "paper" }, CLI_ACTOR),
    ).rejects.toThrow("stimulus set");
  });

  it("names the missing texts and clips", async () => {
    await createStudy(
      {
        slug: "gaps",
        set,
        preset: "paper",
        adjust: (c) => ({
          ...c,
          languages: ["en", "fr"],
          trials: { ...c.trials, catches: 2 },
        }),
      },
      CLI_ACTOR,
    );
    const failed = launchStudy("gaps", CLI_ACTOR);
    await expect(failed).rejects.toThrow("expected 2 spoken catch clips in fr, the set has 0");
    await expect(failed).rejects.toThrow("the title has no text in fr");
  });
});
