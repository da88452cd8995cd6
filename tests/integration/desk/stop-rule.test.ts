import { describe, expect, it } from "vitest";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { database as openDatabase } from "@/lib/services/database";
import { exportStream } from "@/lib/services/export/export-stream";
import { lastIntervalWidth } from "@/lib/services/result/kept-interval-width";
import { lookState } from "@/lib/services/result/study-looks";
import { excludeSession } from "@/lib/services/session/exclude-session";
import { visitorView } from "@/lib/services/session/where-am-i";
import { checkStopRules } from "@/lib/services/study/check-stop-rules";
import { addSlots } from "@/lib/services/study/launch-study";
import { preregistrationText } from "@/lib/services/study/preregistration-text";
import { studyFacts } from "@/lib/services/study/study-facts";
import { crossedAnalysis } from "@/lib/stats/crossed";
import { readRatings } from "@/lib/stats/reading/read-ratings";
import { designInputOf } from "@/lib/study/design/design-input";
import { readiness } from "@/lib/study/readiness";
import { addSessions, type RatedStudyOptions, ratedStudy } from "@/tests/factories/rated-study";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
const CONTRAST: [string, string] = ["resNet20_LocalConv", "resNet20_Naive"];

function studyByWidth(slug: string, width: number, options: Partial<RatedStudyOptions> = {}) {
  const stop = { kind: "width" as const, width, maximum: 400 };
  return ratedStudy({ slug, stop, plan: { contrasts: [CONTRAST] }, ...options });
}

/** The width by another road: from the table that the desk exports. */
async function exportedWidth(slug: string): Promise<number> {
  let csv = "";
  for await (const piece of await exportStream(slug, { format: "csv", freeText: false }))
    csv += piece;
  const rows = readRatings(csv).rows.filter((row) => row.dimension === "harmony");
  const crossed = crossedAnalysis(rows);
  if (crossed.kind === "none") throw new Error(crossed.reason);
  const found = crossed.differences.find((d) =>
    CONTRAST.every((name) => [d.first, d.second].includes(name)),
  );
  return found!.interval.high - found!.interval.low;
}

async function pageOfVisitor(slug: string): Promise<string> {
  const visit = { slug, secret: null, declaredNow: null };
  return (await visitorView(visit, {}, "en")).page;
}

describe("a stop rule by interval width", () => {
  it("stops when the width is reached, and not before", async () => {
    const study = await studyByWidth("width", 0.5, { participants: 20 });
    await addSlots(await openDatabase(), study.id, 1, 400);
    const widths: number[] = [];
    for (let count = 20; count < 400; count += 20) {
      const met = await checkStopRules();
      const last = (await lastIntervalWidth(study.id))!;
      // Nothing but the width and the count is kept: no mean, no p.
      expect(Object.keys(last).sort()).toEqual(["completed", "width"]);
      expect(last.completed).toBe(count);
      expect(last.width).toBeCloseTo(await exportedWidth("width"), 3);
      widths.push(last.width!);
      const reached = last.width! <= 0.5;
      expect(met).toEqual(reached ? ["width"] : []);
      expect(await pageOfVisitor("width")).toBe(reached ? "full" : "welcome");
      expect((await lookState(await studyFacts("width"), "ach_x")).open).toBe(reached);
      if (reached) break;
      await addSessions(study, count, 20);
    }
    expect(widths.length).toBeGreaterThan(1);
    expect(widths.at(-1)).toBeLessThanOrEqual(0.5);
    const acts = await database.current.plain`
      select actor_id, after from audit_entries where act = 'study.stop-rule-met' and object_id = ${study.id}`;
    expect(acts).toHaveLength(1);
    expect(acts[0]).toMatchObject({ actor_id: "system", after: { width: widths.at(-1) } });
    expect(await checkStopRules()).toEqual([]);
  });

  it("stays met after exclusions, in the service and in the database", async () => {
    const study = await studyByWidth("kept", 10, { participants: 20 });
    expect(await checkStopRules()).toEqual(["kept"]);
    const sessions = await database.current.plain<{ id: string }[]>`
      select id from sessions where study_id = ${study.id} order by id limit 15`;
    for (const { id } of sessions) await excludeSession(id, CLI_ACTOR, "did not listen");
    const facts = await studyFacts("kept");
    expect(facts).toMatchObject({ completed: 5, stopRuleMet: true });
    expect(await pageOfVisitor("kept")).toBe("full");
    await expect(
      database.current.plain`update studies set stop_rule_met_at = null where id = ${study.id}`,
    ).rejects.toThrow("stays met");
  });

  it("does not let a few people stop it by chance", async () => {
    const study = await studyByWidth("few", 10, { participants: 19 });
    expect(await checkStopRules()).toEqual([]);
    expect(await lastIntervalWidth(study.id)).toBeNull();
    await addSessions(study, 19, 1);
    expect(await checkStopRules()).toEqual(["few"]);
  });

  it("is said before the launch: in the preregistration, and where it could never decide", async () => {
    const stop = { kind: "width" as const, width: 0.4, maximum: 20 };
    const study = await studyByWidth("said", 0.4, { stop });
    expect(preregistrationText(await studyFacts("said"))).toContain(
      "Stop rule: 95 % interval of every primary contrast no wider than 0.4 points (from 20 completed sessions on), at most 20 completed sessions.",
    );
    const { configuration } = study;
    const said = (contrasts: [string, string][]) => {
      const planned = { ...configuration, plan: { ...configuration.plan, contrasts } };
      return readiness(planned, designInputOf("1", planned, []), []);
    };
    expect(said([CONTRAST]).warnings.join()).toContain("with a maximum of 20 it never decides");
    expect(said([CONTRAST]).problems.join()).not.toContain("stop rule");
    expect(said([]).problems.join()).toContain("the plan has no contrast");
  });

  it("ends at the maximum, whatever the width", async () => {
    const stop = { kind: "width" as const, width: 0.01, maximum: 6 };
    const study = await studyByWidth("most", 0.01, { participants: 5, stop });
    expect(await checkStopRules()).toEqual([]);
    await addSessions(study, 5, 1);
    expect(await checkStopRules()).toEqual(["most"]);
    expect((await studyFacts("most")).stopRuleMetAt).not.toBeNull();
  });
});
