import { describe, expect, it } from "vitest";
import { answerProblem } from "@/lib/study/answer-rules";
import { configurationDigest, parseConfiguration, structureOf } from "@/lib/study/configuration";
import { readyQuestions } from "@/lib/study/default-texts";
import { inLanguage, nearestLanguage } from "@/lib/study/local-text";
import { configurationOf, fittingPresets } from "@/lib/study/presets";
import { ratingProblem } from "@/lib/study/rating-rules";
import { expectedMinutes, sessionPlanOf, trialCount } from "@/lib/study/session-plan";

const conditions = ["LSTM", "resNet20_Naive", "resNet20_LocalConv"].map((id) => ({
  id,
  kind: "model",
}));
const anchors = ["human", "scrambled"].map((id) => ({ id, kind: id }));

function set(items: number, catches: number) {
  const all = [...conditions, ...anchors];
  const main = all.flatMap(({ id }) =>
    Array.from({ length: items }, (_, i) => ({
      id: `${id}${i}`,
      role: "main" as const,
      condition: id,
      item: `${i}`,
    })),
  );
  const practice = [1, 2, 3].map((i) => ({
    id: `p${i}`,
    role: "practice" as const,
    condition: "human",
    item: `p${i}`,
  }));
  const spoken = ["en", "zh"].flatMap((language) =>
    Array.from({ length: catches }, (_, i) => ({
      ...{ id: `c${language}${i}`, role: "catch" as const, condition: "catch", item: `c${i}` },
      language,
    })),
  );
  return { conditions: all, stimuli: [...main, ...practice, ...spoken] };
}

describe("presets", () => {
  it("paper: 3 models × 10, no anchors, repeats or catch trials", () => {
    const { configuration, notes } = configurationOf("paper", set(10, 0));
    expect(notes).toEqual([]);
    expect(trialCount(configuration.trials)).toBe(30);
    expect(configuration.dimensions.map((d) => [d.id, d.low, d.high])).toEqual([
      ["harmony", 0, 5],
      ["reality", 0, 5],
    ]);
    expect(sessionPlanOf(configuration).pauseBefore).toEqual([1, 11, 21]);
    expect(expectedMinutes(configuration, 17_000)).toBe(19);
  });

  it("anchored: k = 8, 3 + 3 anchors, one repeat a model, 2 catch trials; less where the set has less", () => {
    const full = configurationOf("anchored", set(24, 2));
    expect(full.notes).toEqual([]);
    expect(trialCount(full.configuration.trials)).toBe(24 + 6 + 3 + 2);
    const small = configurationOf("anchored", set(4, 0));
    expect(small.configuration.trials.models.map((share) => share.perParticipant)).toEqual([
      4, 4, 4,
    ]);
    expect(small.notes).toHaveLength(2);
    expect(() => configurationOf("best", set(4, 0))).toThrow(
      "expected a study preset (paper, anchored), got best",
    );
  });

  it("follow the set: one without anchors among its main clips gets the paper's, and is told why not the other", () => {
    const conditions = [
      { id: "A", kind: "uploaded", mainClips: 2 },
      // Practice clips of Bach alone are no anchor.
      { id: "human", kind: "human", mainClips: 0 },
    ];
    const fits = (more: typeof conditions) =>
      fittingPresets([...conditions, ...more]).map(({ preset, reason }) => [preset, reason]);
    expect(fits([])).toEqual([
      ["anchored", "the set has no anchors (human or scrambled) among its main clips"],
      ["paper", null],
    ]);
    expect(fits([{ id: "scrambled", kind: "scrambled", mainClips: 1 }])[0]).toEqual([
      "anchored",
      null,
    ]);
    expect(fits([{ id: "B", kind: "model", mainClips: 0 }])[1]).toEqual([
      "paper",
      "the set has no main clips of B",
    ]);
    expect(configurationOf(undefined, set(24, 2)).configuration.preset).toBe("anchored");
    const { conditions: all, stimuli } = set(24, 2);
    const plain = stimuli.filter(
      ({ condition }) => condition !== "human" && condition !== "scrambled",
    );
    expect(
      configurationOf(undefined, { conditions: all, stimuli: plain }).configuration.preset,
    ).toBe("paper");
    const wanted = configurationOf("anchored", { conditions: all, stimuli: plain });
    expect(wanted.configuration.trials.anchors).toEqual([]);
    expect(wanted.notes).toContain(
      "no hidden anchors: the set has no anchors (human or scrambled) among its main clips",
    );
  });
});

describe("configuration", () => {
  const { configuration } = configurationOf("anchored", set(24, 2));

  it("is read back as it was written, and its digest does not hang on the order of fields", () => {
    const again = parseConfiguration(JSON.parse(JSON.stringify(configuration)));
    expect(again).toEqual(configuration);
    const turned = Object.fromEntries(Object.entries(configuration).reverse());
    expect(configurationDigest(turned)).toBe(configurationDigest(configuration));
  });

  it("keeps its structure when words change, and not when anything else does", () => {
    const worded = structuredClone(configuration);
    worded.texts.title.en = "Another title";
    worded.dimensions[0]!.pointLabels = {};
    worded.consent.contact = "someone@example.org";
    expect(structureOf(worded)).toEqual(structureOf(configuration));
    for (const change of [
      (c: typeof worded) => (c.dimensions[0]!.high = 4),
      (c: typeof worded) => (c.listening.coverage = 0.5),
      (c: typeof worded) => (c.stop = { kind: "quota", participants: 46 }),
      (c: typeof worded) => (c.consent.minimumAge = 16),
      (c: typeof worded) => c.questions.pop(),
      (c: typeof worded) => (c.plan.alpha = 0.01),
    ]) {
      const changed = structuredClone(configuration);
      change(changed);
      expect(structureOf(changed)).not.toEqual(structureOf(configuration));
    }
  });

  it.each([
    [
      "7 dimensions",
      (c: typeof configuration) => (c.dimensions = Array(7).fill(c.dimensions[0]!)),
      "dimensions",
    ],
    [
      "one point",
      (c: typeof configuration) => (c.dimensions[0]!.high = 0),
      "expected 2 to 11 points",
    ],
    [
      "12 points",
      (c: typeof configuration) => (c.dimensions[0]!.high = 11),
      "expected 2 to 11 points",
    ],
    [
      "an unknown primary",
      (c: typeof configuration) => (c.plan.primary = "beauty"),
      "beauty is no dimension",
    ],
    [
      "a doubled id",
      (c: typeof configuration) => (c.dimensions[1]!.id = "harmony"),
      "harmony stands twice",
    ],
    [
      "a contrast with an anchor",
      (c: typeof configuration) => (c.plan.contrasts = [["human", "LSTM"]]),
      "no model",
    ],
    [
      "a pass mark of 4",
      (c: typeof configuration) => {
        c.checks.headphones = { kind: "huggins", passAt: 4 as never, attempts: 1, screenOut: true };
      },
      "checks.headphones.passAt",
    ],
    [
      "an unknown field",
      (c: typeof configuration) => Object.assign(c, { colour: "red" }),
      "colour",
    ],
  ])("refuses %s", (_, change, message) => {
    const wrong = structuredClone(configuration);
    change(wrong);
    expect(() => parseConfiguration(wrong)).toThrow(message);
  });
});

describe("values", () => {
  const scale = [{ id: "harmony", low: 0, high: 5 }];
  it("0 is a rating, and only whole points are", () => {
    const of = (value: number) =>
      ratingProblem(scale, [{ dimension: "harmony", value }])?.reason ?? null;
    expect([0, 5, -1, 6, 2.5, Number.NaN].map(of)).toEqual([
      null,
      null,
      ...Array(4).fill("out of range"),
    ]);
    expect(ratingProblem(scale, [])?.reason).toBe("incomplete");
  });

  it("answers fit their question or are left out", () => {
    const [age] = readyQuestions();
    expect(answerProblem(age!, null)).toBeNull();
    expect(answerProblem(age!, "age-25-34")).toBeNull();
    expect(answerProblem(age!, "25")).toContain("one of");
    const number = { ...age!, kind: "number" as const, options: [], min: 0, max: 10 };
    expect(answerProblem(number, 0)).toBeNull();
    expect(answerProblem(number, 11)).toBe("a number from 0 to 10");
    expect(answerProblem(number, "3")).toBe("a number from 0 to 10");
  });

  it("languages fall back", () => {
    expect(inLanguage({ en: "a", zh: "b" }, "zh")).toBe("b");
    expect(inLanguage({ en: "a" }, "zh")).toBe("a");
    expect(nearestLanguage("zh-TW", ["en", "zh"])).toBe("zh");
    expect(nearestLanguage("fr", ["en", "zh"])).toBe("en");
  });
});
