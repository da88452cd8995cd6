import { scaleLinear } from "d3-scale";
import { element, label, line, svgDocument, textWidth } from "./svg";

/** One axis of a plot. */
export interface PlotAxis {
  label: string;
  /** Values at the axis' ends. */
  range: readonly [number, number];
  ticks: readonly { at: number; text: string }[];
  /** Tick texts stand upright (many names side by side). */
  upright?: boolean;
}

/** One line, or one row of marks. */
export interface PlotSeries {
  label: string;
  points: readonly (readonly [number, number])[];
  /** Marks alone where the points don't follow each other. */
  marksOnly?: boolean;
  /** A line without marks, where there are very many points. */
  lineOnly?: boolean;
}

/** A plot of one or more series. */
export interface SeriesFigure {
  title: string;
  description: string;
  x: PlotAxis;
  y: PlotAxis;
  series: readonly PlotSeries[];
  /** Draws the line on which x equals y. */
  diagonal?: boolean;
  /** Size of the plot without texts, pixels. */
  plot: { width: number; height: number };
}

const LEFT = 56;
const RIGHT = 20;
const SIZE = 12;
const INK = "#222222";

/** Grey, dash and mark tell the series apart in print and without colour. */
const LOOKS = [
  { colour: "#000000", dash: undefined, mark: "disc" },
  { colour: "#7a7a7a", dash: undefined, mark: "square" },
  { colour: "#000000", dash: "6 4", mark: "ring" },
  { colour: "#7a7a7a", dash: "2 3", mark: "frame" },
  { colour: "#3f3f3f", dash: "10 3 2 3", mark: "cross" },
  { colour: "#9a9a9a", dash: "10 4", mark: "plus" },
  { colour: "#3f3f3f", dash: "1 3", mark: "diamond" },
  { colour: "#9a9a9a", dash: "4 2", mark: "triangle" },
] as const;
type Look = (typeof LOOKS)[number];

const lookOf = (index: number): Look => LOOKS[index % LOOKS.length]!;

const SHAPES: Record<Look["mark"], (x: number, y: number) => string> = {
  disc: (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`,
  ring: (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`,
  square: (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  frame: (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  cross: (x, y) => `M${x - 3} ${y - 3}l6 6M${x - 3} ${y + 3}l6 -6`,
  plus: (x, y) => `M${x - 4} ${y}h8M${x} ${y - 4}v8`,
  diamond: (x, y) => `M${x} ${y - 4}l4 4l-4 4l-4 -4z`,
  triangle: (x, y) => `M${x} ${y - 4}l4 7h-8z`,
};
const HOLLOW: readonly Look["mark"][] = ["ring", "frame", "cross", "plus"];

const short = (value: number) => Math.round(value * 10) / 10;

function mark({ colour, mark: shape }: Look, x: number, y: number): string {
  const fill = HOLLOW.includes(shape) ? "#ffffff" : colour;
  const d = SHAPES[shape](short(x), short(y));
  return element("path", { d, fill, stroke: colour, "stroke-width": 1.3 });
}

function legend(series: readonly PlotSeries[], width: number): { drawn: string; height: number } {
  if (series.length < 2) return { drawn: "", height: 0 };
  let [x, y] = [LEFT, 14];
  const drawn = series.map((one, index) => {
    const look = lookOf(index);
    const size = textWidth(one.label, SIZE) + 56;
    if (x > LEFT && x + size > LEFT + width) [x, y] = [LEFT, y + 20];
    const stroke = { stroke: look.colour, "stroke-width": 1.8, "stroke-dasharray": look.dash };
    const sample = one.marksOnly ? "" : line([x, y - 4], [x + 28, y - 4], stroke);
    const sign = one.lineOnly ? "" : mark(look, x + 14, y - 4);
    const text = label(x + 34, y, one.label, { "font-size": SIZE, fill: INK });
    x += size;
    return sample + sign + text;
  });
  return { drawn: drawn.join(""), height: y + 10 };
}

type Scale = (value: number) => number;

function axes({ x, y, plot }: SeriesFigure, sx: Scale, sy: Scale): string {
  const text = { "font-size": 11, fill: "#333333" };
  const foot = plot.height;
  const across = y.ticks.map(
    ({ at, text: name }) =>
      line([0, sy(at)], [plot.width, sy(at)], { stroke: "#dddddd" }) +
      label(-8, sy(at) + 4, name, { ...text, "text-anchor": "end" }),
  );
  const along = x.ticks.map(({ at, text: name }) => {
    const tick = line([sx(at), foot], [sx(at), foot + 4], { stroke: INK });
    const words = x.upright
      ? label(0, 4, name, {
          ...text,
          "text-anchor": "end",
          transform: `translate(${short(sx(at))} ${foot + 8}) rotate(-90)`,
        })
      : label(sx(at), foot + 18, name, { ...text, "text-anchor": "middle" });
    return tick + words;
  });
  const frame =
    line([0, foot], [plot.width, foot], { stroke: INK }) + line([0, 0], [0, foot], { stroke: INK });
  return across.join("") + along.join("") + frame;
}

function axisNames({ x, y, plot }: SeriesFigure, below: number): string {
  const text = { "font-size": SIZE, fill: INK, "text-anchor": "middle" };
  return (
    label(plot.width / 2, plot.height + below + 18, x.label, text) +
    label(0, 0, y.label, {
      ...text,
      transform: `translate(${-LEFT + 14} ${plot.height / 2}) rotate(-90)`,
    })
  );
}

function drawSeries(series: PlotSeries, index: number, sx: Scale, sy: Scale): string {
  const look = lookOf(index);
  const points = series.points.map(([x, y]) => [sx(x), sy(y)] as const);
  const d = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${short(x)} ${short(y)}`).join("");
  const path = element("path", {
    d,
    fill: "none",
    stroke: look.colour,
    "stroke-width": 1.8,
    "stroke-dasharray": look.dash,
    "stroke-linejoin": "round",
  });
  const marks = series.lineOnly ? "" : points.map(([x, y]) => mark(look, x, y)).join("");
  return (series.marksOnly ? "" : path) + marks;
}

/**
 * Series over one pair of axes, in greys that print: a title, a legend where there are several, a grid.
 * @returns a complete SVG document; the same figure gives the same text
 */
export function seriesFigureSvg(figure: SeriesFigure): string {
  const { plot, x, y, series } = figure;
  const key = legend(series, plot.width);
  const top = 34 + key.height;
  const tickHeight = x.upright
    ? Math.max(0, ...x.ticks.map((tick) => textWidth(tick.text, 11))) + 12
    : 22;
  const height = top + plot.height + tickHeight + 30;
  const width = LEFT + plot.width + RIGHT;
  const sx = scaleLinear([...x.range], [0, plot.width]);
  const sy = scaleLinear([...y.range], [plot.height, 0]);
  const [low, high] = [Math.max(x.range[0], y.range[0]), Math.min(x.range[1], y.range[1])];
  const dashed = { stroke: "#999999", "stroke-dasharray": "3 3" };
  const diagonal = figure.diagonal ? line([sx(low), sy(low)], [sx(high), sy(high)], dashed) : "";
  const body =
    axes(figure, sx, sy) +
    diagonal +
    series.map((one, index) => drawSeries(one, index, sx, sy)).join("") +
    axisNames(figure, tickHeight);
  const drawn =
    label(LEFT, 20, figure.title, { "font-size": 14, "font-weight": 600, fill: INK }) +
    element("g", { transform: "translate(0 24)" }, key.drawn) +
    element("g", { transform: `translate(${LEFT} ${top})` }, body);
  const { title, description } = figure;
  return svgDocument({ width, height, title, description }, drawn);
}

/** Ticks at equal distances from `low` to `high`, both ends included. */
export function evenTicks(
  low: number,
  high: number,
  count: number,
  decimals = 0,
): PlotAxis["ticks"] {
  return Array.from({ length: count }, (_, i) => {
    const at = low + ((high - low) * i) / (count - 1);
    return { at, text: at.toFixed(decimals) };
  });
}
