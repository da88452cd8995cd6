import { describe, expect, it } from "vitest";
import { analyseStudyJob } from "@/lib/jobs/analyse-study";
import { startWorker } from "@/lib/jobs/worker";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { exportStream } from "@/lib/services/export/export-stream";
import { computeAnalysis } from "@/lib/services/result/compute-analysis";
import {
  ANALYSE_STUDY_JOB,
  analysisState,
  askForAnalysis,
} from "@/lib/services/result/kept-analysis";
import { excludeSession } from "@/lib/services/session/exclude-session";
import { studyFacts } from "@/lib/services/study/study-facts";
import { analyseRatings } from "@/lib/stats/analyse";
import { readRatings } from "@/lib/stats/reading/read-ratings";
import { addSessions, ratedStudy } from "@/tests/factories/rated-study";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
const plan = {
  contrasts: [["resNet20_LocalConv", "LSTM"]] as [string, string][],
  exclusionRules: [{ kind: "flat ratings" as const, share: 0.95 }],
};

async function done(slug: string): Promise<void> {
  const limit = Date.now() + 40_000;
  while (!(await analysisState(await studyFacts(slug))).kept?.current) {
    if (Date.now() > limit) throw new Error("waited 40 s in vain");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function csvOf(slug: string): Promise<string> {
  let all = "";
  for await (const piece of await exportStream(slug, { format: "csv", freeText: false }))
    all += piece;
  return all;
}

describe("the models of a study", () => {
  it("are computed once by a job, kept by a digest of the data, and again when it changes", async () => {
    await ratedStudy({ slug: "models", participants: 6, mode: "simulated", plan });
    const facts = await studyFacts("models");
    expect((await analysisState(facts)).kept).toBeNull();
    const asked = await Promise.all([1, 2, 3].map(() => askForAnalysis(facts, CLI_ACTOR)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect((await analysisState(facts)).work).toMatchObject({
      kind: "under way",
      status: "queued",
    });
    const registry = { [ANALYSE_STUDY_JOB]: analyseStudyJob };
    const worker = await startWorker({ say: () => {}, registry, address: database.current.url });
    try {
      await done("models");
    } finally {
      await worker.stop();
    }
    const { kept } = await analysisState(facts);
    expect(kept?.analysis.report?.primary?.first).toBe("resNet20_LocalConv");
    expect(await askForAnalysis(facts, CLI_ACTOR)).toBeNull();

    const [session] = await database.current.plain<{ id: string }[]>`select id from sessions`;
    await excludeSession(session!.id, CLI_ACTOR, "did not listen");
    const now = await studyFacts("models");
    const changed = await analysisState(now);
    expect(changed.kept).toMatchObject({ current: false });
    expect(changed.work.kind).toBe("none");
    const again = await computeAnalysis(now);
    expect(again.report?.participants).toBe(5);
    expect(again.variants.map(({ name, participants }) => [name, participants])).toEqual([
      ["as planned", 5],
      ["only the rule: one value in at least 95 % of a dimension's main trials", 6],
      ["nobody excluded", 6],
      ["all ratings given, unfinished sessions too", 6],
    ]);
  });

  it("equal those of `study stats` on the exported table", async () => {
    await ratedStudy({ slug: "same", participants: 5, mode: "simulated", plan });
    const { report } = await computeAnalysis(await studyFacts("same"));
    const { rows } = readRatings(await csvOf("same"));
    const fromCsv = analyseRatings(rows);
    for (const dimension of report!.dimensions) {
      const other = fromCsv.dimensions.find((one) => one.dimension === dimension.dimension)!;
      if (dimension.crossed.kind === "none" || other.crossed.kind === "none")
        throw new Error("expected a result");
      for (const mean of dimension.crossed.means) {
        const same = other.crossed.means.find(({ condition }) => condition === mean.condition);
        expect(same?.estimate).toBeCloseTo(mean.estimate, 5);
        expect(same?.se).toBeCloseTo(mean.se, 4);
      }
    }
  });

  it("say the letters of the blind desk, and the names only once they are shown", async () => {
    await ratedStudy({ slug: "letters", participants: 4, target: 4, plan });
    const blind = await computeAnalysis(await studyFacts("letters"));
    expect(JSON.stringify(blind)).not.toMatch(/LSTM|resNet20/);
    const named = await studyFacts("letters", { names: true });
    expect((await analysisState(named)).kept).toBeNull();
    expect(JSON.stringify(await computeAnalysis(named))).toContain("LSTM");
    const still = await analysisState(await studyFacts("letters"));
    expect(JSON.stringify(still.kept)).not.toContain("LSTM");
  });

  it("are a sentence, never a crash, with no session, one session, or a draft", async () => {
    const study = await ratedStudy({ slug: "few", participants: 0, mode: "simulated", plan });
    const none = await computeAnalysis(await studyFacts("few"));
    expect(none).toMatchObject({ report: null, reason: expect.stringContaining("no ratings") });
    await addSessions(study, 0, 1, "simulated");
    const one = await computeAnalysis(await studyFacts("few"));
    expect(one.report?.primaryReason).toContain("only one participant");
    expect(JSON.stringify(one)).not.toContain("NaN");
  });
});
