import { scaleLinear } from "d3-scale";
import { drawnCaption, sourceSentences } from "./caption";
import type {
  ContrastDimension,
  ContrastFigure,
  DifferenceEstimate,
  Estimate,
} from "./contrast-data";
import { element, label, line, svgDocument, textWidth } from "./svg";

const PLOT = 380;
const ROW = 34;
const EDGE = 18;
const HEAD = 30;
const FOOT = 30;
const NAMES = 13;
const INK = "#000000";
const PALE = "#8a8a8a";

type Scale = ReturnType<typeof scaleLinear<number, number>>;

/**
 * Two panels for each dimension, one above the other: the conditions' means, then their
 * differences with a line at zero. Points with intervals of the crossed analysis; below each
 * difference the pale, broken line is the interval that a pooled t test would give.
 * @param caption draws the caption below (downloads); a page writes it as text instead
 */
export function contrastFigureSvg(figure: ContrastFigure, caption = false): string {
  const left = EDGE + namesWidth(figure) + 12;
  const width = left + PLOT + EDGE;
  let top = 8;
  const drawn = figure.dimensions.flatMap((dimension) =>
    panelsOf(dimension).map((panel) => {
      const markup = element("g", { transform: `translate(0 ${top})` }, drawPanel(panel, left));
      top += HEAD + panel.rows.length * ROW + FOOT;
      return markup;
    }),
  );
  const text = drawnCaption(
    caption ? contrastCaption(figure) : undefined,
    EDGE,
    top + 4,
    width - 2 * EDGE,
  );
  const frame = {
    width,
    height: top + text.height + 4,
    title: figure.title,
    description: contrastCaption(figure),
  };
  return svgDocument(frame, drawn.join("") + text.markup);
}

/** What points, lines and n are, who was left out, and any stamps. */
export function contrastCaption(figure: ContrastFigure): string {
  const percent = Number((100 * figure.level).toFixed(1));
  if (figure.dimensions.length === 0) return `${figure.title}. Nothing to compare yet.`;
  return [
    `${figure.title}.`,
    `Points: estimated means, and differences of means, with ${percent} % intervals over listeners and pieces like these.`,
    "Pale broken lines: the interval of a pooled t test, which takes all ratings as unrelated and is too narrow.",
    `${figure.ratings} ratings by ${figure.participants} participants of ${figure.stimuli} stimuli.`,
    ...sourceSentences(figure),
  ].join(" ");
}

interface PanelShape {
  title: string;
  rows: (Estimate & Partial<Pick<DifferenceEstimate, "naive">>)[];
  domain: [number, number];
  zero: boolean;
}

function panelsOf(dimension: ContrastDimension): PanelShape[] {
  const { means, differences, min, max } = dimension;
  const ends = differences.flatMap(({ low, high, naive }) => [low, high, naive?.low, naive?.high]);
  const reach = Math.max(0.1, ...ends.map((end) => Math.abs(end ?? 0)));
  const lows = means.map(({ low }) => low);
  const highs = means.map(({ high }) => high);
  return [
    {
      title: `${dimension.label}: means`,
      rows: means,
      domain: [Math.min(min, ...lows), Math.max(max, ...highs)],
      zero: false,
    },
    {
      title: `${dimension.label}: differences`,
      rows: differences,
      domain: [-1.08 * reach, 1.08 * reach],
      zero: true,
    },
  ];
}

function namesWidth({ dimensions }: ContrastFigure): number {
  const names = dimensions.flatMap(({ means, differences }) => [...means, ...differences]);
  return Math.max(60, ...names.map((one) => textWidth(one.label, NAMES)));
}

function drawPanel({ title, rows, domain, zero }: PanelShape, left: number): string {
  const x = scaleLinear(domain, [left, left + PLOT]);
  const foot = HEAD + rows.length * ROW;
  const grid = x.ticks(6).map((value) => {
    const place = x(value);
    const digits = x.ticks(6).every(Number.isInteger) ? 0 : 1;
    return (
      line([place, HEAD - 6], [place, foot], { stroke: "#dddddd" }) +
      label(place, foot + 16, value.toFixed(digits).replace("-", "−"), {
        "text-anchor": "middle",
        "font-size": 11,
        fill: "#333333",
      })
    );
  });
  const axis = zero ? line([x(0), HEAD - 6], [x(0), foot], { stroke: INK, "stroke-width": 1 }) : "";
  const head = label(EDGE, 16, title, { "font-size": 14, "font-weight": 600, fill: INK });
  return (
    head + grid.join("") + axis + rows.map((row, index) => drawRow(row, index, x, left)).join("")
  );
}

function drawRow(row: PanelShape["rows"][number], index: number, x: Scale, left: number): string {
  const y = HEAD + index * ROW + 12;
  const whisker = line([x(row.low), y], [x(row.high), y], { stroke: INK, "stroke-width": 2 });
  const cap = (value: number) => line([x(value), y - 5], [x(value), y + 5], { stroke: INK });
  const naive = row.naive
    ? line([x(row.naive.low), y + 10], [x(row.naive.high), y + 10], {
        stroke: PALE,
        "stroke-width": 2,
        "stroke-dasharray": "5 3",
      })
    : "";
  const point = element("circle", { cx: x(row.estimate), cy: y, r: 4.5, fill: INK });
  const value = label(left + PLOT, y - 8, row.estimate.toFixed(2).replace("-", "−"), {
    "text-anchor": "end",
    "font-size": 11,
    fill: "#333333",
  });
  const name = label(left - 12, y + 5, row.label, {
    "text-anchor": "end",
    "font-size": NAMES,
    fill: INK,
  });
  return name + whisker + cap(row.low) + cap(row.high) + naive + point + value;
}
