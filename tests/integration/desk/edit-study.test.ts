import { describe, expect, it } from "vitest";
import { lookState, takeLook } from "@/lib/services/result/study-looks";
import { editStudy } from "@/lib/services/study/edit-study";
import { studyFacts } from "@/lib/services/study/study-facts";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { withValueAt } from "@/lib/study/editing/place";
import { placedTexts } from "@/lib/study/editing/texts";
import { ratedStudy, testConfiguration } from "@/tests/factories/rated-study";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
const ACTOR = { id: "ach_test", name: "Test" };

describe("editing a launched study", () => {
  it("corrects wording as a new version and leaves the old one", async () => {
    const study = await ratedStudy({ slug: "wording" });
    const reword = (c: StudyConfiguration) => withValueAt(c, "texts.title.en", "A better title");
    const correction = { change: "cosmetic", note: "typo" } as const;
    expect(await editStudy("wording", reword, ACTOR, correction)).toEqual({
      version: 2,
    });
    const facts = await studyFacts("wording");
    expect(facts.version).toBe(2);
    expect(facts.configuration.texts.title.en).toBe("A better title");
    const rows = await database.current.plain`
      select number, status, change, note from study_versions where study_id = ${study.id} order by number`;
    expect(rows[1]).toMatchObject({
      number: 2,
      status: "frozen",
      change: "cosmetic",
      note: "typo",
    });
    expect(rows).toHaveLength(2);
    const [{ n }] = (await database.current.plain`
      select count(*)::int as n from study_dimensions d join study_versions v on v.id = d.version_id
      where v.study_id = ${study.id} and v.number = 2`) as unknown as [{ n: number }];
    expect(n).toBe(2);
  });

  it("refuses everything else, in the service and in the database", async () => {
    const study = await ratedStudy({ slug: "frozen" });
    const change = editStudy(
      "frozen",
      (c) => ({ ...c, stop: { kind: "quota", participants: 99 } }),
      ACTOR,
    );
    await expect(change).rejects.toThrow("only wording can be corrected");
    const { plain } = database.current;
    await expect(
      plain`update study_versions set configuration = '{}' where study_id = ${study.id}`,
    ).rejects.toThrow("frozen");
    await expect(
      plain`update stimuli set item = 'x' where set_id = ${study.setId}`,
    ).rejects.toThrow("published");
    await expect(plain`update studies set seed = '2' where id = ${study.id}`).rejects.toThrow(
      "launched",
    );
  });

  it("names the field of a bad configuration", async () => {
    await ratedStudy({ slug: "places" });
    await expect(editStudy("places", () => null, ACTOR)).rejects.toThrow("configuration");
  });

  it("lists every text that participants read, once", () => {
    const places = placedTexts(testConfiguration({ slug: "x" })).map(({ place }) => place);
    expect(places).toContain("texts.title");
    expect(places).toContain("dimensions.1.lowLabel");
    expect(new Set(places).size).toBe(places.length);
  });
});

describe("looks before the stop rule", () => {
  it("open the results for an hour, for the one who looked, and are stamped from then on", async () => {
    await ratedStudy({ slug: "looks", participants: 2, target: 5 });
    const facts = await studyFacts("looks");
    expect((await lookState(facts, ACTOR.id)).open).toBe(false);
    await expect(takeLook(facts, ACTOR, " ")).rejects.toThrow("expected a few words");
    await takeLook(facts, ACTOR, "is the sound right?");
    const state = await lookState(facts, ACTOR.id);
    expect(state.open).toBe(true);
    expect(state.stamps.join(" ")).toContain("Interim look: 2 of 5 completed");
    expect((await lookState(facts, "ach_other")).open).toBe(false);
    expect((await lookState(facts, ACTOR.id, new Date(Date.now() + 61 * 60_000))).open).toBe(false);
    const met = { ...facts, stopRuleMet: true };
    expect((await lookState(met, "ach_other")).stamps.join(" ")).toContain(
      "Results were seen before",
    );
  });
});
