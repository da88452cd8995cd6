import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { ACTIVATION_FILE, activationSchema } from "@/lib/figures/activation-data";
import { activationFigureSvg, activationOutputSvg } from "@/lib/figures/activation-figure";
import { CONFIDENCE_FILE, confidenceSchema } from "@/lib/figures/confidence-data";
import { confidenceHeatMapsSvg, reliabilitySvg } from "@/lib/figures/confidence-figure";

const read = (name: string) => JSON.parse(fs.readFileSync(`artifacts/${name}`, "utf8"));
const figure9 = confidenceSchema.parse(read(CONFIDENCE_FILE));
const figure10 = activationSchema.parse(read(ACTIVATION_FILE));

const shipped = (corpus: string, model: string): string =>
  JSON.parse(fs.readFileSync(`checkpoints/${corpus}/${model}/checkpoint.json`, "utf8")).weights
    .sha256;

/** Reads packed whole numbers with Node's own means. */
function whole(text: string): number[] {
  const bytes = Buffer.from(text, "base64");
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i));
}

describe("the committed figures belong to the weights that ship", () => {
  it.each([
    ["Figure 9", figure9, "study analyse confidence --write"],
    ["Figure 10", figure10, "study analyse activation --write"],
  ] as const)("%s", (_, { corpus, models }, command) => {
    for (const { model, checkpoint } of models) {
      expect(checkpoint, `${model} has other weights by now: run "${command}"`).toBe(
        shipped(corpus, model),
      );
    }
  });
});

describe("Figure 9, recomputed from the saved probabilities", () => {
  const size = figure9.classes.length;

  it.each(figure9.models.map((model) => [model.model, model] as const))("%s", (_, model) => {
    const p = whole(model.probabilities).map((value) => value / 65535);
    const events = whole(model.events);
    expect(events).toHaveLength(figure9.steps);
    expect(p).toHaveLength(figure9.steps * size);
    const given = events.map((event, step) => p[step * size + event]!);
    expect(model.mean).toBeCloseTo(given.reduce((a, b) => a + b) / given.length, 12);
    model.byClass.forEach(({ chosen, confidence }, c) => {
      const own = given.filter((_, step) => events[step] === c);
      expect(chosen).toBe(own.length);
      if (own.length === 0) expect(confidence).toBeNull();
      else expect(confidence).toBeCloseTo(own.reduce((a, b) => a + b) / own.length, 12);
    });
    let [bits, extreme, decided] = [0, 0, 0];
    for (let step = 0; step < figure9.steps; step++) {
      const row = p.slice(step * size, (step + 1) * size);
      for (const value of row.filter((v) => v > 0)) bits += value * Math.log2(1 / value);
      extreme += row.filter((v) => v < 0.05 || v > 0.95).length;
      if (Math.max(...row) > 0.95) decided += 1;
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 3);
    }
    expect(model.entropy).toBeCloseTo((bits * Math.LN2) / figure9.steps, 9);
    expect(model.binaryLike.values).toBeCloseTo(extreme / p.length, 12);
    expect(model.binaryLike.decided).toBeCloseTo(decided / figure9.steps, 12);
  });

  it.each(figure9.models.map((model) => [model.model, model] as const))(
    "calibration of %s",
    (_, model) => {
      const { calibration } = model;
      expect(calibration, "measured with the corpus at hand").not.toBeNull();
      const choices = whole(calibration!.choices);
      expect(choices).toHaveLength(figure9.heldOut!.windows);
      let error = 0;
      for (const { low, high, count, confidence, accuracy } of calibration!.bins) {
        const own = choices.filter((choice) => {
          const share = (choice & 32767) / 32767;
          return share >= low - 1e-12 && (share < high - 1e-12 || high === 1);
        });
        expect(count).toBe(own.length);
        if (own.length === 0) continue;
        const mean = own.reduce((sum, choice) => sum + (choice & 32767) / 32767, 0) / own.length;
        const right = own.filter((choice) => choice > 32767).length / own.length;
        expect(confidence).toBeCloseTo(mean, 12);
        expect(accuracy).toBeCloseTo(right, 12);
        error += (own.length / choices.length) * Math.abs(mean - right);
      }
      expect(calibration!.error).toBeCloseTo(error, 12);
    },
  );

  it("draws the same picture every time, a panel a model", () => {
    const svg = confidenceHeatMapsSvg(figure9);
    expect(confidenceHeatMapsSvg(figure9)).toBe(svg);
    for (const { model, mean } of figure9.models)
      expect(svg).toContain(`${model}: mean confidence ${mean.toFixed(3)}`);
    expect(reliabilitySvg(figure9)).toContain("Calibration on held-out text");
  });
});

describe("Figure 10", () => {
  it("has every output of every model, each converged and above every corpus window", () => {
    // Each event of the training and the evaluation text that has a whole window before it.
    expect(figure10.windows).toBe(331_708 - 64 + (22_196 - 64));
    for (const { outputs } of figure10.models) {
      expect(outputs.map(({ output }) => output)).toEqual(figure10.classes.map((_, c) => c));
      for (const { tenths, rising, objective, bestWindow, aboveCorpus } of outputs) {
        const last = tenths[9]!;
        expect(rising).toBe(Math.max(...tenths.slice(0, 9)) < last);
        expect(rising).toBe(true);
        expect(aboveCorpus).toBe(objective > bestWindow!.objective);
        expect(aboveCorpus).toBe(true);
      }
    }
  });

  it("holds inputs of the window's size, and draws them", () => {
    for (const { input } of figure10.models.flatMap(({ outputs }) => outputs)) {
      const bytes = Buffer.from(input.values, "base64");
      expect(bytes).toHaveLength(figure10.window * figure10.classes.length);
      const sizes = [...new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)].map(Math.abs);
      expect(Math.max(...sizes)).toBe(127);
    }
    const svg = activationFigureSvg(figure10);
    expect(svg.match(/>output \d+: /g)).toHaveLength(figure10.classes.length);
    expect(activationOutputSvg(figure10, 0)).toContain("raise output 0");
  });
});

it("the files stay small", () => {
  for (const name of [CONFIDENCE_FILE, ACTIVATION_FILE]) {
    expect(fs.statSync(`artifacts/${name}`).size).toBeLessThan(1.5e6);
  }
});
