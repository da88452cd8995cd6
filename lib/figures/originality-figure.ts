import { scaleLinear } from "d3-scale";
import { drawnCaption, type FigureSource, sourceSentences } from "./caption";
import { element, label, line, svgDocument, textWidth } from "./svg";

/** One stimulus: how much of it stands in the corpus, and how it was rated. */
export interface OriginalityPoint {
  condition: string;
  longestRun: number;
  mean: number;
}

/** What the figure shows. */
export interface OriginalityFigure {
  conditions: { id: string; label: string }[];
  dimension: { label: string; min: number; max: number };
  points: OriginalityPoint[];
  source: FigureSource;
}

const WIDTH = 460;
const HEIGHT = 260;
const PLOT = { left: 44, top: 36, right: 12, bottom: 44 };
const SHAPES = [
  { fill: "#4a4a4a", stroke: "#000000" },
  { fill: "#ffffff", stroke: "#000000" },
  { fill: "#a8a8a8", stroke: "#000000" },
];

/**
 * Mean rating of each stimulus against the longest run of it that stands in the training corpus.
 * @param caption draws the caption below (downloads); a page writes it as text instead
 */
export function originalityFigureSvg(figure: OriginalityFigure, caption = false): string {
  const longest = Math.max(1, ...figure.points.map(({ longestRun }) => longestRun));
  const x = scaleLinear([0, longest], [PLOT.left, WIDTH - PLOT.right]).nice();
  const y = scaleLinear(
    [figure.dimension.min, figure.dimension.max],
    [HEIGHT - PLOT.bottom, PLOT.top],
  );
  const grid = y.ticks(5).map((value) => {
    const height = y(value);
    return (
      line([PLOT.left, height], [WIDTH - PLOT.right, height], { stroke: "#dddddd" }) +
      label(PLOT.left - 8, height + 4, String(value), {
        "text-anchor": "end",
        "font-size": 11,
        fill: "#333333",
      })
    );
  });
  const below = x.ticks(6).map((value) =>
    label(x(value), HEIGHT - PLOT.bottom + 16, String(value), {
      "text-anchor": "middle",
      "font-size": 11,
      fill: "#333333",
    }),
  );
  const marks = figure.points.map((point) =>
    mark(figure, point, x(point.longestRun), y(point.mean)),
  );
  const axis = label(
    (PLOT.left + WIDTH) / 2,
    HEIGHT - 8,
    "longest run found in the corpus (events)",
    { "text-anchor": "middle", "font-size": 11, fill: "#333333" },
  );
  const title = `Mean ${figure.dimension.label} against originality`;
  const description = originalityCaption(figure);
  const text = drawnCaption(caption ? description : undefined, 12, HEIGHT, WIDTH - 24);
  return svgDocument(
    { width: WIDTH, height: HEIGHT + text.height, title, description },
    grid.join("") + below.join("") + marks.join("") + axis + key(figure) + text.markup,
  );
}

/** What the marks are, n, who was left out, and any stamps. */
export function originalityCaption({ dimension, points, source }: OriginalityFigure): string {
  return [
    `Marks: mean ${dimension.label} of a stimulus against the longest run of its events that stands in the training corpus.`,
    `n = ${points.length} stimuli.`,
    ...sourceSentences(source),
  ].join(" ");
}

function styleOf(figure: OriginalityFigure, condition: string) {
  const place = figure.conditions.findIndex(({ id }) => id === condition);
  return { ...SHAPES[Math.max(0, place) % SHAPES.length]!, square: place >= SHAPES.length };
}

function mark(
  figure: OriginalityFigure,
  { condition }: OriginalityPoint,
  x: number,
  y: number,
): string {
  const { fill, stroke, square } = styleOf(figure, condition);
  if (square) return element("rect", { x: x - 4, y: y - 4, width: 8, height: 8, fill, stroke });
  return element("circle", { cx: x, cy: y, r: 4.5, fill, stroke });
}

function key(figure: OriginalityFigure): string {
  let x = PLOT.left;
  return figure.conditions
    .map(({ id, label: name }) => {
      const drawn =
        mark(figure, { condition: id, longestRun: 0, mean: 0 }, x + 5, 14) +
        label(x + 15, 18, name, { "font-size": 11, fill: "#000000" });
      x += 15 + textWidth(name, 11) + 18;
      return drawn;
    })
    .join("");
}
