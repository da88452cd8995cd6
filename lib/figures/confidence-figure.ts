import { unpackShares } from "@/lib/shared/packed-numbers";
import { VIRIDIS } from "./colour-scales";
import type { ConfidenceData, ConfidenceModel } from "./confidence-data";
import { colourKey, heatMap } from "./heat-map";
import { plainName } from "./plain-name";
import { evenTicks, seriesFigureSvg } from "./series-figure";
import { element, label, line, svgDocument } from "./svg";

/** Steps that the heat maps show, as the paper's do. */
export const SHOWN_STEPS = 300;

const LEFT = 66;
const KEY = 52;
const MAP = { width: 660, rowHeight: 5 };
const GAP = 92;
/** Probabilities that the key names. */
const KEY_TEXTS = [0, 0.05, 0.25, 0.5, 1];

/**
 * Place of a probability on the colour scale: its square root. Most of the probability goes to
 * holding, and what notes share would be one dark colour on a linear scale.
 */
const shareOf = (probability: number) => Math.sqrt(probability);

const TEXT = { "font-size": 11, fill: "#333333" };

/** Names along the axis: the two signs, then every octave. */
function classTicks(classes: readonly string[]): number[] {
  if (classes.length <= 16) return classes.map((_, c) => c);
  const octaves = classes.flatMap((name, c) => (/^C-?\d+$/.test(name) ? [c] : []));
  return octaves.length > 1
    ? [0, ...octaves]
    : [0, Math.floor(classes.length / 2), classes.length - 1];
}

const MIDDLE = { ...TEXT, "text-anchor": "middle" };

/** What a panel shows, with its numbers. */
function panelCaption(model: ConfidenceModel, letter: string, y: number): string {
  const { mean, entropy, binaryLike } = model;
  const x = LEFT + MAP.width / 2;
  const numbers = `mean entropy ${entropy.toFixed(3)} nats; ${(100 * binaryLike.decided).toFixed(1)} % of the steps with a class over 0.95`;
  return (
    label(x, y, `(${letter}) ${model.model}: mean confidence ${mean.toFixed(3)}`, {
      ...{ "font-size": 13, "font-weight": 600, "text-anchor": "middle", fill: "#111111" },
    }) + label(x, y + 17, numbers, MIDDLE)
  );
}

function panel(data: ConfidenceData, model: ConfidenceModel, letter: string): string {
  const classes = data.classes.length;
  const steps = Math.min(SHOWN_STEPS, data.steps);
  const height = classes * MAP.rowHeight;
  const shares = unpackShares(model.probabilities)
    .subarray(0, steps * classes)
    .map(shareOf);
  const box = { x: LEFT, y: 0, width: MAP.width, height };
  const map = heatMap({ columns: steps, rows: classes, shares, scale: VIRIDIS, ground: 0 }, box);
  const names = classTicks(data.classes).map((c) =>
    label(LEFT - 6, height - (c + 0.5) * MAP.rowHeight + 4, data.classes[c]!, {
      ...TEXT,
      "text-anchor": "end",
    }),
  );
  const times = evenTicks(0, steps, Math.min(6, steps) + 1).map(({ at, text }) => {
    const x = LEFT + (MAP.width * at) / steps;
    return (
      line([x, height], [x, height + 4], { stroke: "#222222" }) +
      label(x, height + 17, text, { ...TEXT, "text-anchor": "middle" })
    );
  });
  const key = { x: LEFT + MAP.width + 12, y: 0, width: 12, height };
  const texts = KEY_TEXTS.map((p) => ({ share: shareOf(p), text: String(p) }));
  const axis = label(LEFT + MAP.width / 2, height + 33, "generated step", MIDDLE);
  const caption = panelCaption(model, letter, height + 54);
  return map + names.join("") + times.join("") + axis + caption + colourKey(VIRIDIS, key, texts);
}

/**
 * The paper's Figure 9: softmax outputs over generated steps as heat maps (classes × time, colour
 * 0..1), one model below the other.
 * @returns a complete SVG document
 */
export function confidenceHeatMapsSvg(data: ConfidenceData): string {
  const row = data.classes.length * MAP.rowHeight + GAP;
  const panels = data.models.map((model, index) =>
    element(
      "g",
      { transform: `translate(0 ${14 + index * row})` },
      panel(data, model, String.fromCharCode(97 + index)),
    ),
  );
  const frame = {
    width: LEFT + MAP.width + KEY,
    height: 14 + data.models.length * row,
    title: "Model confidence",
    description: `Softmax output of ${Math.min(SHOWN_STEPS, data.steps)} generated steps: a column a step, a row a class from the highest pitch down to hold, colour by the square root of the probability from 0 to 1.`,
  };
  return svgDocument(frame, panels.join(""));
}

/** Mean confidence per output class when that class was chosen; classes that never were are empty. */
export function confidenceByClassSvg(data: ConfidenceData): string {
  const last = data.classes.length - 1;
  return seriesFigureSvg({
    title: "Mean confidence when a class is chosen",
    description:
      "For each output class the mean probability that it had in the steps that chose it.",
    x: {
      label: "output class",
      range: [-0.7, last + 0.7],
      ticks: data.classes.map((name, at) => ({ at, text: plainName(name) })),
      upright: true,
    },
    y: { label: "mean probability", range: [0, 1], ticks: evenTicks(0, 1, 6, 1) },
    series: data.models.map((model) => ({
      label: model.model,
      marksOnly: true,
      points: model.byClass.flatMap(({ confidence }, c) =>
        confidence === null ? [] : [[c, confidence] as const],
      ),
    })),
    plot: { width: MAP.width, height: 220 },
  });
}

/** Steps that one point of the entropy chart averages: a bar of music. */
const BAR = 16;

function entropyByBar(model: ConfidenceModel, classes: number, steps: number) {
  const p = unpackShares(model.probabilities);
  const bars = Math.floor(steps / BAR);
  return Array.from({ length: bars }, (_, bar) => {
    const part = p.subarray(bar * BAR * classes, (bar + 1) * BAR * classes);
    const sum = part.reduce(
      (total, value) => (value > 0 ? total - value * Math.log(value) : total),
      0,
    );
    return [bar + 1, sum / BAR] as const;
  });
}

/** Entropy over time, averaged over bars of 16 steps. */
export function entropySvg(data: ConfidenceData): string {
  const { classes, steps } = data;
  const series = data.models.map((model) => ({
    label: `${model.model}, mean ${model.entropy.toFixed(3)}`,
    lineOnly: true,
    points: entropyByBar(model, classes.length, steps),
  }));
  const highest = Math.max(0.5, ...series.flatMap(({ points }) => points.map(([, y]) => y)));
  const top = Math.ceil(highest * 2) / 2;
  const bars = Math.floor(steps / BAR);
  return seriesFigureSvg({
    title: "Entropy of the output over time",
    description: "Mean entropy of the softmax output in each bar of 16 generated steps, in nats.",
    x: { label: "bar", range: [1, Math.max(2, bars)], ticks: evenTicks(1, Math.max(2, bars), 2) },
    y: { label: "nats", range: [0, top], ticks: evenTicks(0, top, Math.round(top * 2) + 1, 1) },
    series,
    plot: { width: MAP.width, height: 180 },
  });
}

/** Reliability curves on held-out text; null where calibration was not measured. */
export function reliabilitySvg(data: ConfidenceData): string | null {
  const measured = data.models.filter(({ calibration }) => calibration);
  if (measured.length === 0) return null;
  return seriesFigureSvg({
    title: "Calibration on held-out text",
    description:
      "How often the first choice is right (upwards) where it has a given probability (to the right). On the dashed line confidence equals accuracy.",
    x: { label: "probability of the first choice", range: [0, 1], ticks: evenTicks(0, 1, 6, 1) },
    y: { label: "share right", range: [0, 1], ticks: evenTicks(0, 1, 6, 1) },
    diagonal: true,
    series: measured.map(({ model, calibration }) => ({
      label: `${model}, error ${calibration!.error.toFixed(3)}`,
      points: calibration!.bins.flatMap(({ confidence, accuracy }) =>
        confidence === null || accuracy === null ? [] : [[confidence, accuracy] as const],
      ),
    })),
    plot: { width: 420, height: 320 },
  });
}
