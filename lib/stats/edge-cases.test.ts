import { describe, expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { type AnalysisOptions, analyseRatings, type StatsReport } from "./analyse";
import type { RatingRow } from "./long-table";

interface Shape {
  participants: number;
  conditions: number;
  stimuli: number;
  rate: (at: { participant: number; condition: number; stimulus: number }) => number | null;
}

function rows({ participants, conditions, stimuli, rate }: Shape): RatingRow[] {
  const result: RatingRow[] = [];
  for (let participant = 0; participant < participants; participant++) {
    for (let condition = 0; condition < conditions; condition++) {
      for (let stimulus = 0; stimulus < stimuli; stimulus++) {
        const rating = rate({ participant, condition, stimulus });
        if (rating === null) continue;
        result.push({
          participant: `p${participant}`,
          condition: `m${condition}`,
          stimulus: `m${condition}s${stimulus}`,
          dimension: "harmony",
          rating,
        });
      }
    }
  }
  return result;
}

/** Every number of a report, with its path: none may be NaN or infinite. */
function numbers(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => numbers(inner, `${path}.${key}`));
}

const quick: AnalysisOptions = { resamples: 50 };

function analysed(shape: Shape, options = quick): StatsReport {
  const report = analyseRatings(rows(shape), options);
  const bad = numbers(report).filter(([, value]) => !Number.isFinite(value));
  expect(bad, "numbers that are not finite").toEqual([]);
  return report;
}

const rng = namedStream(11, "edge");
const any = () => rng.int(0, 5);

describe("data that allow little", () => {
  const reasons: [string, Shape, RegExp][] = [
    [
      "one participant",
      { participants: 1, conditions: 3, stimuli: 5, rate: any },
      /one participant/,
    ],
    ["one stimulus", { participants: 9, conditions: 1, stimuli: 1, rate: any }, /one condition/],
    [
      "one stimulus a model",
      { participants: 9, conditions: 3, stimuli: 1, rate: any },
      /single stimulus/,
    ],
    [
      "constant ratings",
      { participants: 6, conditions: 2, stimuli: 4, rate: () => 3 },
      /Every rating is 3/,
    ],
    [
      "constant zeros",
      { participants: 6, conditions: 2, stimuli: 4, rate: () => 0 },
      /Every rating is 0/,
    ],
    [
      "one model",
      { participants: 6, conditions: 1, stimuli: 4, rate: any },
      /one condition \(m0\)/,
    ],
    ["one rating", { participants: 1, conditions: 1, stimuli: 1, rate: any }, /only one condition/],
    [
      "three ratings",
      {
        participants: 3,
        conditions: 2,
        stimuli: 2,
        rate: ({ participant: p, condition: c, stimulus: s }) => (p === c + s ? p + s : null),
      },
      /too few/,
    ],
  ];
  test.each(reasons)("%s: a clear statement", (_name, shape, reason) => {
    const [dimension] = analysed(shape).dimensions;
    const { crossed, ordinal } = dimension!;
    expect(crossed.kind === "none" && crossed.reason).toMatch(reason);
    expect(ordinal.kind === "none" && ordinal.reason).toMatch(reason);
    expect(dimension!.byCondition.length).toBe(shape.conditions);
  });

  test("ratings that participants explain exactly leave nothing to compare with", () => {
    const report = analysed({
      participants: 5,
      conditions: 2,
      stimuli: 3,
      rate: ({ participant }) => participant,
    });
    const { crossed } = report.dimensions[0]!;
    expect(crossed.kind === "none" && crossed.reason).toMatch(/explain every rating exactly/);
  });

  test("a condition whose every rating is at the end: ordinal says singular, REML still answers", () => {
    const report = analysed({
      participants: 12,
      conditions: 3,
      stimuli: 4,
      rate: ({ condition }) => (condition === 0 ? 5 : rng.int(0, 4)),
    });
    const { crossed, ordinal } = report.dimensions[0]!;
    expect(crossed.kind).toBe("result");
    if (ordinal.kind === "none") throw new Error(ordinal.reason);
    expect(ordinal.singular).toBe(true);
    expect(ordinal.notes.join()).toMatch(/m0 has no finite estimate|not positive definite/);
  });

  test("two participants, two stimuli a model: a result or a reason, never NaN", () => {
    analysed({ participants: 2, conditions: 2, stimuli: 2, rate: any });
    analysed({ participants: 2, conditions: 6, stimuli: 2, rate: any });
  });

  test("each participant heard one condition only: the confounded term is named", () => {
    const report = analysed({
      participants: 12,
      conditions: 2,
      stimuli: 4,
      rate: ({ participant, condition }) => (participant % 2 === condition ? any() : null),
    });
    const { crossed, ranks } = report.dimensions[0]!;
    if (crossed.kind === "none") throw new Error(crossed.reason);
    expect(crossed.notes.join()).toMatch(
      /participant:condition is left out: .* cannot be told from participant/,
    );
    expect(ranks.kind).toBe("none");
  });

  test("one rating a participant and condition: the interaction is left out and named", () => {
    const report = analysed({
      participants: 20,
      conditions: 3,
      stimuli: 5,
      rate: ({ participant, stimulus }) => (participant % 5 === stimulus ? any() : null),
    });
    const { crossed } = report.dimensions[0]!;
    if (crossed.kind === "none") throw new Error(crossed.reason);
    expect(crossed.notes.join()).toMatch(/participant:condition is left out: with one rating/);
  });

  test("a stimulus under two conditions is refused by name", () => {
    const list = rows({ participants: 2, conditions: 2, stimuli: 2, rate: any });
    list[0]!.stimulus = "m1s0";
    expect(() => analyseRatings(list)).toThrow('stimulus "m1s0"');
  });

  test("only practice trials: an error that says so", () => {
    const list = rows({ participants: 2, conditions: 2, stimuli: 2, rate: any });
    for (const row of list) row.trialKind = "practice";
    expect(() => analyseRatings(list)).toThrow("main trials");
  });

  test.each(Array.from({ length: 25 }, (_, i) => i + 1))(
    "random shape %i never gives NaN and never throws",
    (shape) => {
      const draw = namedStream(3, "shapes", shape);
      const top = draw.int(1, 5);
      const kept = draw.float();
      analysed(
        {
          participants: draw.int(1, 7),
          conditions: draw.int(1, 4),
          stimuli: draw.int(1, 4),
          rate: ({ participant, stimulus }) =>
            participant + stimulus > 0 && draw.float() > kept ? null : draw.int(0, top),
        },
        { resamples: 20 },
      );
    },
  );
});
