import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { database as servicesDatabase } from "@/lib/services/database";
import { auditStudy } from "@/lib/services/study/audit-study";
import { createStudy } from "@/lib/services/study/create-study";
import { duplicateStudy } from "@/lib/services/study/duplicate-study";
import { editStudy } from "@/lib/services/study/edit-study";
import { currentVersion, findStudy } from "@/lib/services/study/find-study";
import { keepRetention } from "@/lib/services/study/keep-retention";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4 });
  site = await startSite();
});
afterAll(() => site?.close());

async function configurationOf(slug: string) {
  return (await currentVersion(await servicesDatabase(), await findStudy(slug))).configuration;
}

describe("versions", () => {
  it("a correction of words makes version 2 for new sessions; begun ones keep theirs", async () => {
    await makeStudy(set, { slug: "worded", mode: "simulated" });
    const begun = await walkTo(botFor(site.url, "worded", 1), "trial");
    const before = await configurationOf("worded");
    const configuration = {
      ...before,
      dimensions: before.dimensions.map((d) => ({
        ...d,
        question: { en: "New question?", zh: "新问题？" },
      })),
    };
    const correction = { change: "substantive", note: "clearer" } as const;
    const { version } = await editStudy("worded", () => configuration, CLI_ACTOR, correction);
    expect(version).toBe(2);
    const [stored] = await database.current.plain`
      select status, change, note from study_versions where number = 2`;
    expect(stored).toEqual({ status: "frozen", ...correction });
    const fresh = await walkTo(botFor(site.url, "worded", 2), "trial");
    expect(fresh.view.dimensions[0]!.question).toBe("New question?");
    expect(begun.view.dimensions[0]!.question).not.toBe("New question?");
    expect((await finishBot(begun.walk)).page).toBe("done");
    expect((await finishBot(fresh.walk)).page).toBe("done");
    const rows = await database.current.plain`
      select v.number, count(*)::int as ratings from ratings r join trials t on t.id = r.trial_id
      join sessions s on s.id = t.session_id join study_versions v on v.id = s.version_id group by 1 order by 1`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { number: 1, ratings: 30 },
      { number: 2, ratings: 30 },
    ]);
  });

  it("anything but words is refused, and no change makes no version", async () => {
    const configuration = await configurationOf("worded");
    const correct = (changed: unknown) => editStudy("worded", () => changed, CLI_ACTOR);
    const scale = configuration.dimensions.map((d) => ({ ...d, high: 6 }));
    await expect(correct({ ...configuration, dimensions: scale })).rejects.toThrow(
      "only wording can be corrected",
    );
    const listening = { ...configuration.listening, coverage: 0 };
    await expect(correct({ ...configuration, listening })).rejects.toThrow(
      "only wording can be corrected",
    );
    expect(await correct(configuration)).toEqual({ version: 2 });
    await expect(correct({})).rejects.toThrow("configuration: ");
  });

  it("a draft can be edited as a whole; a duplicate begins as a draft with another seed", async () => {
    await createStudy({ slug: "first", set, preset: "paper" }, CLI_ACTOR);
    const configuration = await configurationOf("first");
    await editStudy("first", () => ({ ...configuration, ownResults: true }), CLI_ACTOR);
    expect((await configurationOf("first")).ownResults).toBe(true);
    const copy = await duplicateStudy("first", { slug: "second" }, CLI_ACTOR);
    const original = await findStudy("first");
    expect(copy).toMatchObject({ status: "draft", parentId: original.id, setId: original.setId });
    expect(copy.seed).not.toBe(original.seed);
    expect(await configurationOf("second")).toEqual(await configurationOf("first"));
  });
});

describe("retention", () => {
  it("erases what was given once the date has passed, and only when asked to", async () => {
    const dated = { retentionDate: "2026-06-30" };
    await makeStudy(set, {
      slug: "kept",
      mode: "simulated",
      adjust: (c) => ({ ...c, consent: { ...c.consent, ...dated } }),
    });
    await finishBot(await startBot(botFor(site.url, "kept", 1)));
    const on = (day: string, apply: boolean) =>
      keepRetention({ apply, now: new Date(`${day}T12:00:00Z`) }, CLI_ACTOR);
    expect(await on("2026-06-30", true)).toEqual([]);
    expect(await on("2026-07-01", false)).toEqual([
      { slug: "kept", ...dated, sessions: 1, ratings: 0 },
    ]);
    expect(await on("2026-07-01", true)).toEqual([
      { slug: "kept", ...dated, sessions: 1, ratings: 30 },
    ]);
    const [row] = await database.current.plain`
      select count(*)::int as left from ratings r join trials t on t.id = r.trial_id
      join sessions s on s.id = t.session_id join studies x on x.id = s.study_id where x.slug = 'kept'`;
    expect(row!.left).toBe(0);
    // Erased as promised is not lost: the audit tells one from the other.
    expect(await auditStudy("kept")).toMatchObject({ ok: true, ratings: { incomplete: 0 } });
  });
});
