import { beforeAll, describe, expect, it } from "vitest";
import { createStudy } from "@/lib/services/study/create-study";
import { discardStudy } from "@/lib/services/study/discard-study";
import { launchStudy } from "@/lib/services/study/launch-study";
import { draftHistory, loadDraft, saveDraft } from "@/lib/services/study/study-draft";
import { studyFacts } from "@/lib/services/study/study-facts";
import { withValueAt } from "@/lib/study/editing/place";
import { makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";

ownDatabase();
const ADA = { id: "ach_ada", name: "Ada" };
const BOB = { id: "ach_bob", name: "Bob" };
let set: string;

beforeAll(async () => {
  set = await makeTinySet();
}, 120_000);

async function draftStudy(slug: string) {
  await createStudy({ slug, set, preset: "paper" }, ADA);
  return loadDraft(slug);
}

describe("a draft", () => {
  it("is kept with values that are not valid yet; its version follows when they are, and only then it is launched", async () => {
    const { number, content } = await draftStudy("typing");
    const half = withValueAt(content, "trials.practice", 999);
    expect(await saveDraft("typing", { from: number, content: half }, ADA)).toBe(1);
    expect((await loadDraft("typing")).content.trials.practice).toBe(999);
    expect((await studyFacts("typing")).configuration).toEqual(content);
    await expect(launchStudy("typing", ADA)).rejects.toThrow(
      "trials.practice: expected at most 10",
    );
    const whole = withValueAt(content, "trials.practice", 0);
    await saveDraft("typing", { from: 1, content: whole }, ADA);
    expect((await studyFacts("typing")).configuration.trials.practice).toBe(0);
    expect((await launchStudy("typing", ADA)).status).toBe("open");
    await expect(saveDraft("typing", { from: 2, content }, ADA)).rejects.toThrow("is launched");
  });

  it("of two people is never overwritten: the later one is told, and both states are in the history", async () => {
    const { content } = await draftStudy("two");
    const ofAda = withValueAt(content, "consent.controller", "Ada's lab");
    const ofBob = withValueAt(content, "consent.controller", "Bob's lab");
    await saveDraft("two", { from: 0, content: ofAda }, ADA);
    await expect(saveDraft("two", { from: 0, content: ofBob }, BOB)).rejects.toMatchObject({
      code: "conflict",
      message: "Ada has changed this draft since you opened it",
    });
    expect((await loadDraft("two")).content.consent.controller).toBe("Ada's lab");
    await saveDraft("two", { from: 1, content: ofBob }, BOB);
    const { id } = await studyFacts("two");
    expect((await draftHistory(id)).map(({ savedByName }) => savedByName)).toEqual([
      "Bob",
      "Ada",
      "",
    ]);
  });

  it("is never stored without its parts", async () => {
    await draftStudy("parts");
    const save = saveDraft("parts", { from: 0, content: { format: 1 } }, ADA);
    await expect(save).rejects.toThrow("expected a whole configuration");
  });

  it("can be deleted; a test run is archived, and a live study that runs stays", async () => {
    await draftStudy("unwanted");
    expect(await discardStudy("unwanted", ADA)).toBe("deleted");
    await expect(studyFacts("unwanted")).rejects.toThrow("unwanted");
    await createStudy({ slug: "tried", set, preset: "paper", mode: "test" }, ADA);
    await launchStudy("tried", ADA);
    expect(await discardStudy("tried", ADA)).toBe("archived");
    await draftStudy("running");
    await launchStudy("running", ADA);
    await expect(discardStudy("running", ADA)).rejects.toThrow("running is open");
  });
});
