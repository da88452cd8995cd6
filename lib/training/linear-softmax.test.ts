import { describe, expect, it } from "vitest";
import { consecutiveWindows, windowPlaces } from "@/lib/datasets/windows";
import { namedStream } from "@/lib/shared/rng";
import { evaluateLinear, trainLinearSoftmax } from "@/lib/training/linear-softmax";

const layout = { ...consecutiveWindows(), size: 4 };

/** Events 0..2 in which an event repeats the one four before it with probability `faithful`. */
function echo(length: number, faithful: number, name: string): Uint16Array {
  const rng = namedStream(1, name);
  const text = new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    text[i] = i >= 4 && rng.float() < faithful ? text[i - 4]! : rng.int(0, 2);
  }
  return text;
}

describe("linear softmax", () => {
  it("finds the entropy of a source that is linear in the window", () => {
    const [train, held] = [echo(6000, 0.7, "train"), echo(6000, 0.7, "held")];
    const settings = { passes: 12, batch: 64, rate: 1e-2, seed: 1 };
    const places = windowPlaces([train], layout);
    const model = trainLinearSoftmax([train], places, layout, 3, settings);
    const { loss, accuracy } = evaluateLinear(model, [held], windowPlaces([held], layout), layout);
    // The echoed class has 0.7 + 0.1, the two others 0.1 each: entropy 0.639 nats.
    expect(loss).toBeGreaterThan(0.6);
    expect(loss).toBeLessThan(0.67);
    expect(accuracy).toBeCloseTo(0.8, 1);
  });

  it("moves in its first update against the gradient of the mean cross-entropy", () => {
    const text = Uint16Array.from([0, 1, 2, 1, 2]);
    const settings = { passes: 1, batch: 8, rate: 0.01, seed: 1 };
    const places = windowPlaces([text], layout);
    const model = trainLinearSoftmax([text], places, layout, 3, settings);
    // From zero weights p = 1/3 everywhere; Adam's first step is the rate against the sign.
    const expected = [-0.01, -0.01, 0.01];
    model.bias.forEach((b, c) => {
      expect(b).toBeCloseTo(expected[c]!, 5);
    });
    for (let i = 0; i < 4; i++) {
      for (let event = 0; event < 3; event++) {
        const row = model.weights.subarray((i * 3 + event) * 3, (i * 3 + event) * 3 + 3);
        row.forEach((w, c) => {
          expect(w).toBeCloseTo(text[i] === event ? expected[c]! : 0, 5);
        });
      }
    }
  });

  it("is the same for the same seed, and can count asked windows only", () => {
    const text = echo(500, 0.5, "same");
    const places = windowPlaces([text], layout);
    const settings = { passes: 1, batch: 32, rate: 1e-2, seed: 3 };
    const [a, b] = [1, 2].map(() => trainLinearSoftmax([text], places, layout, 3, settings));
    expect(a).toEqual(b);
    const all = evaluateLinear(a!, [text], places, layout);
    const first = evaluateLinear(a!, [text], places, layout, [0, 1, 2]);
    const others = Array.from({ length: places.count - 3 }, (_, i) => i + 3);
    const rest = evaluateLinear(a!, [text], places, layout, others);
    expect(first.count).toBe(3);
    expect(all.loss * all.count).toBeCloseTo(first.loss * 3 + rest.loss * rest.count, 6);
  });
});
