import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  drawEvent,
  EDGE,
  type Predictor,
  probabilities,
  sampleClips,
} from "@/lib/generation/sample";
import { namedStream, type Rng } from "@/lib/shared/rng";

/** A stream that gives these numbers in turn. */
function fixed(...values: number[]): Rng {
  const left = [...values];
  return { ...namedStream(0), float: () => left.shift()! };
}

/** Logits of given probabilities. */
const logits = (...p: number[]) => Float32Array.from(p, Math.log);

/** Scores the classes by the window's sum, so that every earlier event matters. */
function summing(window = 4, classes = 5): Predictor & { batches: number[] } {
  const batches: number[] = [];
  return {
    window,
    classes,
    batches,
    logits: async (windows, batch) => {
      batches.push(batch);
      expect(windows.length).toBe(batch * window);
      const out = new Float32Array(batch * classes);
      for (let row = 0; row < batch; row++) {
        const events = windows.subarray(row * window, (row + 1) * window);
        const sum = events.reduce((a, b, i) => a + b * (i + 1), 0);
        for (let c = 0; c < classes; c++) out[row * classes + c] = Math.sin(sum + c * 1.7);
      }
      return out;
    },
  };
}

describe("probabilities", () => {
  it("are the softmax of the values over the temperature", () => {
    const p = probabilities([Math.log(1), Math.log(4)], 0.5);
    // 4 against 1, squared by the temperature of a half: 16 against 1.
    expect(p[1]).toBeCloseTo(16 / 17, 12);
    expect(p[0]! + p[1]!).toBeCloseTo(1, 12);
  });

  it("stay finite for values far out", () => {
    expect([...probabilities([1000, 0, -1000], 0.2)]).toEqual([1, 0, 0]);
  });

  it("refuse values that are not numbers", () => {
    expect(() => probabilities([1, Number.NaN], 1)).toThrow(/expected finite/);
    expect(() => drawEvent([1, Number.NaN], 0, fixed())).toThrow(/expected finite/);
    expect(() => drawEvent([], 1, fixed(0))).toThrow(/expected finite/);
  });
});

describe("drawing an event", () => {
  it("takes the most probable class at temperature 0, without drawing a number", () => {
    const noDraws: Rng = {
      ...namedStream(0),
      float: () => {
        throw new Error("a number was drawn");
      },
    };
    expect(drawEvent([0.1, 3, 2], 0, noDraws).event).toBe(1);
  });

  it("takes the lower class on a tie at temperature 0, and says that it is one", () => {
    expect(drawEvent([1, 5, 2, 5], 0, fixed())).toEqual({ event: 1, edgeDistance: 0 });
    expect(drawEvent([5, 5], 0, fixed()).event).toBe(0);
    expect(drawEvent(logits(0.2, 0.5, 0.3), 0, fixed()).edgeDistance).toBeCloseTo(0.2, 6);
  });

  it.each([
    [0, 0],
    [0.1999, 0],
    [0.2001, 1],
    [0.6999, 1],
    [0.7001, 2],
    [1 - 2 ** -53, 2],
  ])(
    "takes the first class whose cumulative probability exceeds the number (%f: %i)",
    (at, event) => {
      expect(drawEvent(logits(0.2, 0.5, 0.3), 1, fixed(at)).event).toBe(event);
    },
  );

  it("measures the distance to the nearest other class; 0 and 1 are no edges", () => {
    const distance = (at: number) => drawEvent(logits(0.2, 0.5, 0.3), 1, fixed(at)).edgeDistance;
    expect(distance(0)).toBeCloseTo(0.2, 6);
    expect(distance(0.15)).toBeCloseTo(0.05, 6);
    expect(distance(0.25)).toBeCloseTo(0.05, 6);
    expect(distance(0.65)).toBeCloseTo(0.05, 6);
    expect(distance(0.9999999)).toBeCloseTo(0.3, 6);
    expect(drawEvent([1], 1, fixed(0.5)).edgeDistance).toBe(1);
  });

  it("draws each class as often as it is probable", () => {
    const rng = namedStream(1, "frequencies");
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[drawEvent(logits(0.2, 0.5, 0.3), 1, rng).event]! += 1;
    // Four standard errors are 0.014 at most.
    [0.2, 0.5, 0.3].forEach((p, i) => {
      expect(Math.abs(counts[i]! / 20_000 - p)).toBeLessThan(0.014);
    });
  });

  it("never takes a class of probability zero", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (at) => {
        expect([1, 3]).toContain(drawEvent(logits(0, 0.5, 0, 0.5, 0), 1, fixed(at)).event);
      }),
    );
  });
});

describe("sampling clips", () => {
  const request = (seed: number, primer = [1, 2, 3, 4]) => ({ primer, rng: namedStream(seed) });

  it("slides the window over primer and own events", async () => {
    const seen: number[][] = [];
    const echo: Predictor = {
      window: 3,
      classes: 10,
      logits: async (windows) => {
        seen.push([...windows]);
        return Float32Array.from({ length: 10 }, (_, c) => (c === windows[0]! ? 9 : 0));
      },
    };
    const [clip] = await sampleClips(echo, [request(1, [7, 1, 2, 3])], {
      temperature: 0,
      limit: 4,
    });
    expect(clip!.events).toEqual([1, 2, 3, 1]);
    expect(seen).toEqual([
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
      [1, 2, 3],
    ]);
  });

  it("gives each clip the same events in every company", async () => {
    const how = { temperature: 1, limit: 50 };
    const together = await sampleClips(
      summing(),
      [1, 2, 3, 4, 5].map((s) => request(s)),
      how,
    );
    for (const [i, seed] of [1, 2, 3, 4, 5].entries()) {
      const [alone] = await sampleClips(summing(), [request(seed)], how);
      expect(together[i]).toEqual(alone);
    }
    expect(new Set(together.map((clip) => clip.events.join())).size).toBe(5);
  });

  it("leaves finished clips out of the batch, and keeps the others' events", async () => {
    const predictor = summing();
    const complete = (events: readonly number[]) => events.length >= 3 && events.at(-1) === 0;
    const how = { temperature: 1, limit: 40 };
    const requests = () => [11, 12, 13, 14].map((s) => request(s));
    const stopped = await sampleClips(predictor, requests(), { ...how, complete });
    const whole = await sampleClips(summing(), requests(), how);
    stopped.forEach((clip, i) => {
      const end = whole[i]!.events.findIndex((event, at) => at >= 2 && event === 0);
      expect(clip.events).toEqual(end < 0 ? whole[i]!.events : whole[i]!.events.slice(0, end + 1));
    });
    expect(predictor.batches[0]).toBe(4);
    expect(Math.min(...predictor.batches)).toBeLessThan(4);
  });

  it("notes the events that another machine could draw otherwise", async () => {
    const halves: Predictor = {
      window: 1,
      classes: 2,
      logits: async () => new Float32Array(2),
    };
    const rng = fixed(0.1, 0.5 - EDGE / 2, 0.9, 0.5 + EDGE / 2, 0.5 + 2 * EDGE);
    const [clip] = await sampleClips(halves, [{ primer: [0], rng }], { temperature: 1, limit: 5 });
    expect(clip).toEqual({ events: [0, 0, 1, 1, 1], nearEdges: [1, 3], withheld: 0 });
  });

  it("tells how far it is", async () => {
    const steps: number[] = [];
    await sampleClips(summing(), [request(1)], { temperature: 1, limit: 3 }, (step) => {
      steps.push(step);
    });
    expect(steps).toEqual([1, 2, 3]);
  });

  it("refuses a primer that is too short and a temperature below 0", async () => {
    const how = { temperature: 1, limit: 3 };
    await expect(sampleClips(summing(), [request(1, [1, 2, 3])], how)).rejects.toThrow(
      "primer: expected at least 4 events, got 3",
    );
    for (const temperature of [-0.1, Number.NaN]) {
      await expect(sampleClips(summing(), [request(1)], { ...how, temperature })).rejects.toThrow(
        /temperature: expected 0 or more/,
      );
    }
  });
});
