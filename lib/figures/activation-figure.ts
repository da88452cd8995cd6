import { unpackSigned } from "@/lib/shared/packed-numbers";
import type { ActivationData, ActivationOutput } from "./activation-data";
import { BLUE_WHITE_RED } from "./colour-scales";
import { heatMap } from "./heat-map";
import { plainName } from "./plain-name";
import { evenTicks, seriesFigureSvg } from "./series-figure";
import { element, label, svgDocument } from "./svg";

const MAP = { width: 160, height: 114 };
const GAP = 12;
const HEAD = 50;
const BESIDE = 28;
const INK = "#222222";

function inputMap(
  data: ActivationData,
  found: ActivationOutput,
  box: typeof MAP,
  x: number,
): string {
  const rows = data.classes.length;
  // One scale for both signs, so that white is zero.
  const { scale } = found.input;
  const shares = unpackSigned(found.input).map((v) => (scale === 0 ? 0.5 : 0.5 + v / (2 * scale)));
  const map = { columns: data.window, rows, shares, scale: BLUE_WHITE_RED, ground: 0.5 };
  const frame = { x, y: 0, ...box, fill: "none", stroke: "#bbbbbb", "stroke-width": 1 };
  return heatMap(map, { x, y: 0, ...box }) + element("rect", frame);
}

function modelMap(
  data: ActivationData,
  { model, outputs }: ActivationData["models"][number],
  output: number,
  x: number,
): string {
  const found = outputs.find((one) => one.output === output);
  const name = label(x, MAP.height + 14, model, { "font-size": 11, fill: "#444444" });
  if (!found) return name;
  const numbers = `value ${found.logit.toFixed(1)}, objective ${found.objective.toFixed(1)}`;
  const below = label(x, MAP.height + 27, numbers, { "font-size": 10, fill: "#444444" });
  return inputMap(data, found, MAP, x) + name + below;
}

const cellWidth = (models: number) => models * MAP.width + (models - 1) * GAP;

function cell(data: ActivationData, output: number): string {
  const title = `output ${output}: ${plainName(data.classes[output]!)}`;
  const maps = data.models.map((model, i) => modelMap(data, model, output, i * (MAP.width + GAP)));
  return (
    label(0, 12, title, { "font-size": 12, "font-weight": 600, fill: INK }) +
    element("g", { transform: "translate(0 20)" }, maps.join(""))
  );
}

/** Outputs that the data holds, in order. */
export function outputsOf(data: ActivationData): number[] {
  const all = data.models.flatMap(({ outputs }) => outputs.map(({ output }) => output));
  return [...new Set(all)].sort((a, b) => a - b);
}

const description = ({ window }: ActivationData) =>
  `Inputs that raise an output most: ${window} steps to the right, classes upwards, blue below zero, white zero, red above; the models side by side, below each the value before the softmax that it reaches and the objective, penalties taken off.`;

/**
 * The paper's Figure 10: for each output the input that maximises it, the models side by side.
 * @returns a complete SVG document with every output of the data
 */
export function activationFigureSvg(data: ActivationData): string {
  const width = cellWidth(data.models.length);
  const across = Math.max(1, Math.floor(1040 / (width + BESIDE)));
  const outputs = outputsOf(data);
  const row = 20 + MAP.height + HEAD;
  const drawn = outputs.map((output, index) => {
    const x = 16 + (index % across) * (width + BESIDE);
    const y = 12 + Math.floor(index / across) * row;
    return element("g", { transform: `translate(${x} ${y})` }, cell(data, output));
  });
  const frame = {
    width: 32 + across * width + (across - 1) * BESIDE,
    height: 12 + Math.ceil(outputs.length / across) * row,
    title: "Activation maximisation",
    description: description(data),
  };
  return svgDocument(frame, drawn.join(""));
}

/** One output of Figure 10 alone, the models side by side. */
export function activationOutputSvg(data: ActivationData, output: number): string {
  const maps = data.models.map((model, i) => modelMap(data, model, output, i * (MAP.width + GAP)));
  const frame = {
    width: cellWidth(data.models.length),
    height: MAP.height + 33,
    title: `Inputs that raise output ${output}, ${data.classes[output]}`,
    description: description(data),
  };
  return svgDocument(frame, maps.join(""));
}

/** Convergence: mean objective over the outputs along the updates. */
export function activationCourseSvg(data: ActivationData): string {
  const values = data.models.flatMap(({ course }) => course.map(([, value]) => value));
  const low = Math.floor(Math.min(0, ...values));
  const high = Math.ceil(Math.max(1, ...values));
  return seriesFigureSvg({
    title: "Objective along the updates, mean of the outputs",
    description: "Value before the softmax less the penalties, averaged over the outputs.",
    x: {
      label: "update",
      range: [0, data.settings.steps],
      ticks: evenTicks(0, data.settings.steps, 5),
    },
    y: { label: "objective", range: [low, high], ticks: evenTicks(low, high, 5, 1) },
    series: data.models.map(({ model, course }) => ({
      label: model,
      points: course,
      lineOnly: true,
    })),
    plot: { width: 560, height: 240 },
  });
}
