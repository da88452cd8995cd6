import type { scaleLinear } from "d3-scale";
import {
  clipTo,
  type ScoreCell,
  type ScoreDimension,
  type ScoreFigure,
  spreadOf,
} from "./score-data";
import { element, label, line } from "./svg";

/** Width of a bar in pixels. */
export const BAR = 52;

/** How each dimension's bars look, in order: the paper's two first, then patterns that print in grey. */
const BAR_STYLES = [
  { fill: "#4a4a4a", text: "#ffffff" },
  { fill: "#ffffff", text: "#000000" },
  { fill: "#a8a8a8", text: "#000000" },
  { fill: "url(#stripes)", text: "#000000" },
  { fill: "#d9d9d9", text: "#000000" },
  { fill: "url(#dots)", text: "#000000" },
] as const;

/** Fills that the bars' styles refer to. */
export const PATTERNS =
  '<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
  '<rect width="6" height="6" fill="#ffffff"/><rect width="2" height="6" fill="#8a8a8a"/></pattern>' +
  '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">' +
  '<rect width="6" height="6" fill="#ffffff"/><circle cx="3" cy="3" r="1.2" fill="#6a6a6a"/></pattern></defs>';

/** A linear scale from a value to a height in pixels. */
export type Scale = ReturnType<typeof scaleLinear<number, number>>;

/** What one bar shows and where it stands. */
export interface BarPlace {
  figure: ScoreFigure;
  dimension: ScoreDimension;
  cell: ScoreCell | undefined;
  x: number;
  y: Scale;
}

/** One bar with its error bar and its mean; 'none' where nothing was rated. */
export function bar(place: BarPlace): string {
  const { figure, dimension, cell, x, y } = place;
  const foot = y(y.domain()[0]!);
  const centre = x + BAR / 2;
  if (!cell || cell.n === 0) {
    const quiet = { "text-anchor": "middle", "font-size": 11, fill: "#666666" };
    return label(centre, foot - 8, "none", quiet);
  }
  const top = y(cell.mean);
  const rect = element("rect", {
    x: x + 0.5,
    y: top,
    width: BAR - 1,
    height: Math.max(0, foot - top),
    fill: styleOf(figure, dimension).fill,
    stroke: "#000000",
    "stroke-width": 1,
  });
  return rect + errorBar(cell, figure, centre, y) + meanLabel(cell, place, centre);
}

/** How a dimension's bars look. */
export function styleOf(figure: ScoreFigure, dimension: ScoreDimension) {
  const place = figure.dimensions.findIndex(({ id }) => id === dimension.id);
  return BAR_STYLES[place % BAR_STYLES.length]!;
}

/** The mean stands at the bar's foot; above bar and error bar when the bar is too low to hold it. */
function meanLabel(cell: ScoreCell, { figure, dimension, y }: BarPlace, centre: number): string {
  const style = styleOf(figure, dimension);
  const foot = y(y.domain()[0]!);
  const low = foot - y(cell.mean) < 22;
  const top = y(cell.mean + (spreadOf(cell, figure.spread) ?? 0));
  const y0 = low ? top - 6 : foot - 9;
  // A patch of the bar's own colour keeps the error bar from crossing the digits.
  const patch = low || style.fill.startsWith("url") ? "#ffffff" : style.fill;
  return (
    element("rect", { x: centre - 22, y: y0 - 13, width: 44, height: 16, fill: patch }) +
    label(centre, y0, cell.mean.toFixed(3), {
      "text-anchor": "middle",
      "font-size": 14,
      "font-weight": 600,
      fill: low ? "#000000" : style.text,
    })
  );
}

function errorBar(cell: ScoreCell, figure: ScoreFigure, centre: number, y: Scale): string {
  const half = spreadOf(cell, figure.spread);
  if (half === undefined) return "";
  const [low, high] = clipTo(y.domain(), cell.mean - half, cell.mean + half);
  const stroke = { stroke: "#000000", "stroke-width": 1.4 };
  const pale = { stroke: "#ffffff", "stroke-width": 3.4 };
  const stem = (style: typeof stroke) => line([centre, y(low)], [centre, y(high)], style);
  const cap = (value: number, style: typeof stroke) =>
    line([centre - 6, y(value)], [centre + 6, y(value)], style);
  const parts = (style: typeof stroke) => stem(style) + cap(low, style) + cap(high, style);
  return parts(pale) + parts(stroke);
}
