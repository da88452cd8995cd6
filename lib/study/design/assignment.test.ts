import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { assignmentOf } from "@/lib/study/design/assignment";
import type { Assignment, DesignInput, DesignStimulus } from "@/lib/study/design/design-input";
import { withoutNeighbours } from "@/lib/study/design/model-order";
import { placeOfSlot } from "@/lib/study/design/slot-group";
import reference from "@/tests/golden/design.json";

interface Shape {
  seed: string;
  models: number;
  stimuli: number;
  perParticipant: number;
  anchors: number;
  repeats: number;
  catches: number;
  groups?: number;
}

function designInput(shape: Shape): DesignInput {
  const models = Array.from({ length: shape.models }, (_, i) => `m${i}`);
  const anchors = shape.anchors > 0 ? ["human", "scrambled"] : [];
  const items = Array.from({ length: shape.stimuli }, (_, i) => `i${i}`);
  const main = [...models, ...anchors].flatMap((condition) =>
    items.map(
      (item): DesignStimulus => ({ id: `${condition}/${item}`, role: "main", condition, item }),
    ),
  );
  const practice = [0, 1, 2].map(
    (i): DesignStimulus => ({ id: `p${i}`, role: "practice", condition: "human", item: `x${i}` }),
  );
  const catches = [0, 1, 2].map(
    (i): DesignStimulus => ({
      id: `c${i}`,
      role: "catch",
      condition: "catch",
      item: `c${i}`,
      language: "en",
    }),
  );
  return {
    seed: shape.seed,
    trials: {
      models: models.map((condition) => ({ condition, perParticipant: shape.perParticipant })),
      anchors: anchors.map((condition) => ({ condition, perParticipant: shape.anchors })),
      practice: 3,
      repeatsPerModel: shape.repeats,
      catches: shape.catches,
      pauseEvery: 12,
      itemDistance: 6,
      repeatDistance: 8,
    },
    groups: Array.from({ length: shape.groups ?? 0 }, (_, i) => ({
      id: `g${i}`,
      texts: {},
      items: null,
    })),
    dimensions: ["harmony", "reality"],
    dimensionOrder: "drawn",
    stimuli: [...main, ...practice, ...catches],
  };
}

const PAPER: Shape = {
  seed: "s",
  models: 3,
  stimuli: 10,
  perParticipant: 10,
  anchors: 0,
  repeats: 0,
  catches: 0,
};
const ANCHORED: Shape = {
  seed: "s",
  models: 3,
  stimuli: 24,
  perParticipant: 8,
  anchors: 3,
  repeats: 1,
  catches: 2,
};

function slots(input: DesignInput, count: number): Assignment[] {
  return Array.from({ length: count }, (_, i) => assignmentOf(input, i + 1, "en"));
}

function neighbours(assignment: Assignment): number {
  return assignment.trials.filter(
    (trial, i) => i > 0 && trial.condition === assignment.trials[i - 1]!.condition,
  ).length;
}

/** Smallest distance between two presentations of one item. */
function itemDistance(assignment: Assignment): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const a of assignment.trials) {
    for (const b of assignment.trials) {
      if (a.position < b.position && a.item === b.item) {
        smallest = Math.min(smallest, b.position - a.position);
      }
    }
  }
  return smallest;
}

/** Difference between the most and the least heard stimulus of some conditions. */
function exposureGap(
  input: DesignInput,
  heard: readonly Assignment[],
  conditions: string[],
): number {
  const counts = new Map(
    input.stimuli
      .filter((s) => s.role === "main" && conditions.includes(s.condition))
      .map((s) => [s.id, 0]),
  );
  for (const trial of heard.flatMap((assignment) => assignment.trials)) {
    if (trial.kind === "main" && counts.has(trial.stimulus)) {
      counts.set(trial.stimulus, counts.get(trial.stimulus)! + 1);
    }
  }
  return Math.max(...counts.values()) - Math.min(...counts.values());
}

describe("assignmentOf", () => {
  it.each([
    ["paper", PAPER],
    ["anchored", ANCHORED],
  ])("%s: no neighbours, items far apart, exposure balanced after every slot", (_, shape) => {
    const input = designInput(shape);
    const all = slots(input, 60);
    for (const [index, assignment] of all.entries()) {
      expect(neighbours(assignment)).toBe(0);
      expect(itemDistance(assignment)).toBeGreaterThan(6);
      const heard = all.slice(0, index + 1);
      expect(exposureGap(input, heard, ["m0", "m1", "m2"])).toBeLessThanOrEqual(1);
      if (shape.anchors) {
        expect(exposureGap(input, heard, ["human"])).toBeLessThanOrEqual(1);
        expect(exposureGap(input, heard, ["scrambled"])).toBeLessThanOrEqual(1);
      }
    }
  });

  it("holds the counts of the anchored preset", () => {
    for (const { trials, practice } of slots(designInput(ANCHORED), 20)) {
      const count = (kind: string) => trials.filter((trial) => trial.kind === kind).length;
      expect([count("main"), count("repeat"), count("catch")]).toEqual([30, 3, 2]);
      expect(practice).toHaveLength(3);
      expect(new Set(trials.filter((t) => t.kind === "main").map((t) => t.stimulus)).size).toBe(30);
      for (const repeat of trials.filter((trial) => trial.kind === "repeat")) {
        const original = trials[repeat.repeatOf! - 1]!;
        expect(original.stimulus).toBe(repeat.stimulus);
        expect(original.kind).toBe("main");
        expect(repeat.position - original.position).toBeGreaterThanOrEqual(8);
      }
      expect(new Set(trials.map((trial) => trial.block))).toEqual(new Set([1, 2, 3]));
    }
  });

  it("balances models over places: every Williams square shows each model equally often at each place", () => {
    const input = designInput(PAPER);
    const all = slots(input, 6);
    for (let place = 0; place < 30; place++) {
      const counts = new Map<string, number>();
      for (const { trials } of all) {
        const model = trials[place]!.condition;
        counts.set(model, (counts.get(model) ?? 0) + 1);
      }
      expect([...counts.values()]).toEqual([2, 2, 2]);
    }
  });

  it("is drawn again the same, and differently for another seed or slot", () => {
    const input = designInput(ANCHORED);
    expect(assignmentOf(input, 7, "en")).toEqual(assignmentOf(designInput(ANCHORED), 7, "en"));
    expect(assignmentOf(input, 7, "en").trials).not.toEqual(assignmentOf(input, 8, "en").trials);
    const other = designInput({ ...ANCHORED, seed: "t" });
    expect(assignmentOf(other, 7, "en").trials).not.toEqual(assignmentOf(input, 7, "en").trials);
  });

  it("draws each thing by its own name: one draw more or less shifts no other", () => {
    const input = designInput(ANCHORED);
    const trials = { ...input.trials, practice: 0 };
    for (const number of [1, 2, 9]) {
      const whole = assignmentOf(input, number, "en");
      const fixed = assignmentOf({ ...input, dimensionOrder: "fixed" }, number, "en");
      const bare = assignmentOf({ ...input, trials }, number, "en");
      expect({ ...fixed, dimensionOrder: whole.dimensionOrder }).toEqual(whole);
      expect({ ...bare, practice: whole.practice }).toEqual(whole);
    }
  });

  it("keeps its rules for any feasible shape", () => {
    const shape = fc.record({
      seed: fc.string({ minLength: 1, maxLength: 8 }),
      models: fc.integer({ min: 2, max: 6 }),
      stimuli: fc.integer({ min: 12, max: 20 }),
      perParticipant: fc.integer({ min: 4, max: 8 }),
      anchors: fc.integer({ min: 0, max: 3 }),
      repeats: fc.integer({ min: 0, max: 1 }),
      catches: fc.integer({ min: 0, max: 2 }),
      groups: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 200 }), (given, number) => {
        const input = designInput({ ...given, repeats: given.models >= 3 ? given.repeats : 0 });
        const assignment = assignmentOf(input, number, "en");
        const conditions = assignment.trials.map((trial) => trial.condition);
        const longest = given.models === 2 ? 2 : 1;
        for (let i = longest; i < conditions.length; i++) {
          expect(new Set(conditions.slice(i - longest, i + 1)).size).toBeGreaterThan(1);
        }
        expect(itemDistance(assignment)).toBeGreaterThan(6);
        const main = assignment.trials.filter((trial) => trial.kind === "main");
        expect(new Set(main.map((trial) => trial.stimulus)).size).toBe(main.length);
        expect(assignment.trials.map((trial) => trial.position)).toEqual(
          assignment.trials.map((_, i) => i + 1),
        );
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  it("spaces items as far as the numbers allow where 6 trials are too many", () => {
    const input = designInput({ ...PAPER, stimuli: 4, perParticipant: 4 });
    for (const assignment of slots(input, 12)) {
      expect(itemDistance(assignment)).toBeGreaterThanOrEqual(3);
      expect(neighbours(assignment)).toBe(0);
    }
  });

  it("says what is missing when catch clips or repeats do not fit", () => {
    const input = designInput({ ...PAPER, catches: 2 });
    expect(() => assignmentOf(input, 1, "zh")).toThrow(
      "expected 2 spoken catch clips in zh, the set has 0",
    );
    const short = designInput({ ...PAPER, perParticipant: 2, repeats: 1 });
    expect(() => assignmentOf(short, 1, "en")).toThrow("repeats per model at least 8 trials after");
  });
});

describe("placeOfSlot", () => {
  it("gives every run of slots each group once", () => {
    const { groups } = designInput({ ...PAPER, groups: 3 });
    for (let run = 0; run < 20; run++) {
      const ids = [1, 2, 3].map((i) => placeOfSlot("s", groups, run * 3 + i).group!.id);
      expect([...ids].sort()).toEqual(["g0", "g1", "g2"]);
    }
    const indexes = Array.from({ length: 30 }, (_, i) => placeOfSlot("s", groups, i + 1).index);
    expect(indexes).toEqual(indexes.map((_, i) => i));
  });

  it("counts the slots of pools with different items apart", () => {
    const { groups } = designInput({ ...PAPER, groups: 2 });
    const apart = groups.map((group, i) => ({ ...group, items: [`i${i}`] }));
    const places = Array.from({ length: 20 }, (_, i) => placeOfSlot("s", apart, i + 1));
    for (const id of ["g0", "g1"]) {
      const own = places.filter((place) => place.group!.id === id).map((place) => place.index);
      expect(own).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });
});

describe("withoutNeighbours", () => {
  it("never puts a condition beside itself where the largest number allows it", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(counts, fc.integer(), (numbers, seed) => {
        const total = numbers.reduce((a, b) => a + b, 0);
        fc.pre(Math.max(...numbers) <= Math.ceil(total / 2));
        const shares = numbers.map((perParticipant, i) => ({ condition: `m${i}`, perParticipant }));
        const order = withoutNeighbours(shares, namedStream(seed));
        expect(order.filter((condition, i) => condition === order[i - 1])).toEqual([]);
        for (const { condition, perParticipant } of shares) {
          expect(order.filter((other) => other === condition)).toHaveLength(perParticipant);
        }
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe("why orders are built and not drawn until one fits", () => {
  it("a drawn order of 3 models × 8 has no neighbours as seldom as computed", () => {
    const [good, all] = reference.prob_shuffle_has_no_adjacent_same_model["3,3,3"] as [
      number,
      number,
    ];
    const rng = namedStream("shuffles");
    const draws = 20_000;
    let fitting = 0;
    for (let i = 0; i < draws; i++) {
      const order = rng.shuffle([0, 0, 0, 1, 1, 1, 2, 2, 2]);
      if (order.every((model, place) => model !== order[place - 1])) fitting++;
    }
    expect(fitting / draws).toBeCloseTo(good / all, 2);
  });
});
