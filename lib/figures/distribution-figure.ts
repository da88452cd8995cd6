import { drawnCaption, type FigureSource, sourceSentences } from "./caption";
import { element, label, line, svgDocument, wrapText } from "./svg";

/** How often each value was given, for one condition on one dimension. */
export interface DistributionCell {
  condition: string;
  dimension: string;
  counts: { value: number; count: number }[];
}

/** What a distribution figure shows. */
export interface DistributionFigure {
  conditions: { id: string; label: string }[];
  dimensions: { id: string; label: string; min: number; max: number }[];
  cells: DistributionCell[];
  source: FigureSource;
}

const CELL = { width: 190, height: 120 };
const MARGIN = { left: 26, top: 30, gap: 22, foot: 20 };

/**
 * Small multiples: a row per dimension, a column per condition, a bar per value of the scale; the
 * height is the share of that cell's ratings, on one scale for all.
 * @param caption draws the caption below (downloads); a page writes it as text instead
 */
export function distributionFigureSvg(figure: DistributionFigure, caption = false): string {
  const width = MARGIN.left + figure.conditions.length * (CELL.width + MARGIN.gap);
  const row = CELL.height + MARGIN.top + MARGIN.foot;
  const height = figure.dimensions.length * row + 12;
  const most = Math.max(
    0.01,
    ...figure.cells.flatMap((cell) => shares(cell).map(({ share }) => share)),
  );
  const drawn = figure.dimensions.flatMap((dimension, y) =>
    figure.conditions.map((condition, x) => {
      const cell = figure.cells.find(
        (one) => one.condition === condition.id && one.dimension === dimension.id,
      );
      const place = `translate(${MARGIN.left + x * (CELL.width + MARGIN.gap)} ${y * row})`;
      return element(
        "g",
        { transform: place },
        histogram(cell, dimension, `${condition.label}: ${dimension.label}`, most),
      );
    }),
  );
  const description = distributionCaption(figure);
  const text = drawnCaption(caption ? description : undefined, MARGIN.left, height, width - 48);
  return svgDocument(
    { width, height: height + text.height, title: "Distribution of the ratings", description },
    drawn.join("") + text.markup,
  );
}

/** What the bars are, n, who was left out, and any stamps. */
export function distributionCaption({ cells, source }: DistributionFigure): string {
  const counts = cells.map(({ counts }) => counts.reduce((sum, { count }) => sum + count, 0));
  const n =
    counts.length === 0
      ? "No ratings yet."
      : `n = ${Math.min(...counts)} to ${Math.max(...counts)} ratings a panel.`;
  return [
    "Bars: share (%) of a panel's ratings that got each value of the scale.",
    n,
    ...sourceSentences(source),
  ].join(" ");
}

function shares({ counts }: DistributionCell): { value: number; share: number }[] {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return counts.map(({ value, count }) => ({ value, share: total > 0 ? count / total : 0 }));
}

function histogram(
  cell: DistributionCell | undefined,
  { min, max }: { min: number; max: number },
  title: string,
  most: number,
): string {
  const points = max - min + 1;
  const step = CELL.width / points;
  const foot = MARGIN.top + CELL.height;
  const given = new Map(cell ? shares(cell).map(({ value, share }) => [value, share]) : []);
  const bars = Array.from({ length: points }, (_, index) => {
    const value = min + index;
    const share = given.get(value) ?? 0;
    const height = (share / most) * (CELL.height - 16);
    const x = index * step + 2;
    const text =
      share > 0
        ? label(x + step / 2 - 2, foot - height - 3, `${Math.round(share * 100)}`, {
            "text-anchor": "middle",
            "font-size": 9,
            fill: "#444444",
          })
        : "";
    return (
      element("rect", { x, y: foot - height, width: step - 4, height, fill: "#4a4a4a" }) +
      text +
      label(x + step / 2 - 2, foot + 14, String(value), {
        "text-anchor": "middle",
        "font-size": 11,
        fill: "#333333",
      })
    );
  });
  const [name = ""] = wrapText(title, CELL.width * 4, 12);
  return (
    label(0, 16, name, { "font-size": 12, fill: "#000000" }) +
    bars.join("") +
    line([0, foot], [CELL.width, foot], { stroke: "#000000" })
  );
}
