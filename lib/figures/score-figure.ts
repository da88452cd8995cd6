import { scaleLinear } from "d3-scale";
import { BAR, bar, PATTERNS, type Scale, styleOf } from "./score-bars";
import { captionLines, scoreCaption } from "./score-caption";
import { type ScoreCell, type ScoreDimension, type ScoreFigure, spreadOf } from "./score-data";
import { element, label, line, svgDocument, textWidth, wrapText } from "./svg";

/** How a score figure is drawn. */
export interface ScoreFigureOptions {
  /** Draw the caption below the figure (downloads); a page writes it as text instead. */
  caption?: boolean;
  /** Makes each bar a link to this address. */
  href?: (condition: string, dimension: string) => string;
}

const LEFT = 46;
const RIGHT = 18;
const PLOT_HEIGHT = 300;
const LEGEND_HEIGHT = 40;
const CAPTION_SIZE = 12;
const LINE_HEIGHT = 17;

/**
 * Draws "Average and Variance of Score" (Figure 8 of the paper): for each condition a group of
 * bars, one per dimension, with the mean at the bar's foot and the chosen spread as an error bar.
 * Dimensions with different ranges get a panel each, one above the other.
 * @returns a complete SVG document (pixels; the ground is white in every theme)
 * @source Figure 8 of the paper, as design/models.md describes it
 */
export function scoreFigureSvg(figure: ScoreFigure, options: ScoreFigureOptions = {}): string {
  const panels = panelsOf(figure);
  const widest = Math.max(...panels.map((panel) => panel.length));
  const group = groupWidth(figure, widest);
  const plotWidth = Math.max(360, group * Math.max(1, figure.conditions.length));
  const width = LEFT + plotWidth + RIGHT;
  const foot = axisLabelHeight(figure, plotWidth / Math.max(1, figure.conditions.length));
  const panelHeight = LEGEND_HEIGHT + PLOT_HEIGHT + foot;
  const drawn = panels.map((dimensions, row) =>
    element(
      "g",
      { transform: `translate(0 ${row * panelHeight})` },
      panel(figure, dimensions, plotWidth, options),
    ),
  );
  const caption = options.caption ? captionLines(figure, width - 2 * RIGHT, CAPTION_SIZE) : [];
  const captionTop = panels.length * panelHeight + 8;
  const height = captionTop + (caption.length > 0 ? caption.length * LINE_HEIGHT + 14 : 4);
  const frame = {
    width,
    height,
    title: figure.title,
    description: scoreCaption(figure),
    linked: options.href !== undefined,
  };
  return svgDocument(frame, PATTERNS + drawn.join("") + captionText(caption, captionTop + 14));
}

/** What a linked bar is called by a screen reader. */
function barName(condition: string, dimension: ScoreDimension, cell: ScoreCell): string {
  return `${condition}, ${dimension.label}: mean ${cell.mean.toFixed(3)}`;
}

/** Dimensions that share a range share a panel; the order stays that of the study. */
function panelsOf(figure: ScoreFigure): ScoreDimension[][] {
  const panels = new Map<string, ScoreDimension[]>();
  for (const dimension of figure.dimensions) {
    const key = `${dimension.min}..${dimension.max}`;
    panels.set(key, [...(panels.get(key) ?? []), dimension]);
  }
  return [...panels.values()];
}

function groupWidth(figure: ScoreFigure, bars: number): number {
  const names = figure.conditions.map((condition) => textWidth(condition.label, 13) + 24);
  return Math.max(bars * BAR + 56, Math.min(190, Math.max(0, ...names)));
}

function conditionLines(text: string, width: number): string[] {
  if (textWidth(text, 13) <= width - 8) return [text];
  return wrapText(text.replace(/([_-])/g, "$1 "), width - 8, 13).map((part) =>
    part.replaceAll("_ ", "_"),
  );
}

function axisLabelHeight(figure: ScoreFigure, group: number): number {
  const rows = figure.conditions.map((condition) => conditionLines(condition.label, group).length);
  return 18 + 16 * Math.max(1, ...rows);
}

function panel(
  figure: ScoreFigure,
  dimensions: ScoreDimension[],
  plotWidth: number,
  options: ScoreFigureOptions,
): string {
  const range = dimensions[0]!;
  const cells = figure.cells.filter((cell) => dimensions.some(({ id }) => id === cell.dimension));
  const y = scaleLinear(axisDomain(range, cells, figure), [
    LEGEND_HEIGHT + PLOT_HEIGHT,
    LEGEND_HEIGHT,
  ]);
  const group = plotWidth / Math.max(1, figure.conditions.length);
  const groups = figure.conditions.map((condition, column) => {
    const centre = LEFT + group * (column + 0.5);
    const bars = dimensions.map((dimension, place) => {
      const cell = cells.find(
        (one) => one.condition === condition.id && one.dimension === dimension.id,
      );
      const x = centre + (place - dimensions.length / 2) * BAR;
      const drawn = bar({ figure, dimension, cell, x, y });
      return cell && options.href
        ? element(
            "a",
            {
              href: options.href(condition.id, dimension.id),
              "aria-label": barName(condition.label, dimension, cell),
            },
            drawn,
          )
        : drawn;
    });
    return bars.join("") + conditionLabel(condition.label, centre, group);
  });
  return (
    legend(figure, dimensions, plotWidth) +
    grid(range, y, plotWidth) +
    groups.join("") +
    baseline(y, plotWidth)
  );
}

/** The scale's own range (from 0 for scales that begin at 1), stretched as far as an error bar needs. */
function axisDomain(
  range: ScoreDimension,
  cells: ScoreCell[],
  figure: ScoreFigure,
): [number, number] {
  const tops = cells.map((cell) => cell.mean + (spreadOf(cell, figure.spread) ?? 0));
  return [range.min === 1 ? 0 : range.min, Math.max(range.max, ...tops)];
}

function gridStep(range: ScoreDimension): number {
  return range.min === 0 && range.max === 5
    ? 0.8
    : Math.max(0.5, Math.round((range.max - range.min) / 6));
}

function grid(range: ScoreDimension, y: Scale, plotWidth: number): string {
  const [bottom = 0, top = 0] = y.domain();
  const step = gridStep(range);
  const count = Math.floor((top - bottom) / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => {
    const value = bottom + index * step;
    const decimals = Number.isInteger(step) ? 0 : 1;
    const height = y(value);
    return (
      line([LEFT, height], [LEFT + plotWidth, height], { stroke: "#cfcfcf", "stroke-width": 1 }) +
      label(LEFT - 8, height + 4, value.toFixed(decimals), {
        "text-anchor": "end",
        "font-size": 12,
        fill: "#333333",
      })
    );
  }).join("");
}

function conditionLabel(text: string, centre: number, group: number): string {
  return conditionLines(text, group)
    .map((part, row) =>
      label(centre, LEGEND_HEIGHT + PLOT_HEIGHT + 20 + row * 16, part, {
        "text-anchor": "middle",
        "font-size": 13,
        fill: "#000000",
      }),
    )
    .join("");
}

function baseline(y: Scale, plotWidth: number): string {
  const foot = y(y.domain()[0]!);
  return line([LEFT, foot], [LEFT + plotWidth, foot], { stroke: "#000000", "stroke-width": 1 });
}

function legend(figure: ScoreFigure, dimensions: ScoreDimension[], plotWidth: number): string {
  const entries = dimensions.map((dimension) => ({
    dimension,
    width: 20 + textWidth(dimension.label, 13) + 26,
  }));
  const total = entries.reduce((sum, entry) => sum + entry.width, 0) - 26;
  let x = LEFT + (plotWidth - total) / 2;
  return entries
    .map(({ dimension, width }) => {
      const style = styleOf(figure, dimension);
      const box = element("rect", {
        x: x + 0.5,
        y: 10.5,
        width: 13,
        height: 13,
        fill: style.fill,
        stroke: "#000000",
      });
      const text = label(x + 20, 22, dimension.label, { "font-size": 13, fill: "#000000" });
      x += width;
      return box + text;
    })
    .join("");
}

function captionText(lines: string[], top: number): string {
  return lines
    .map((text, row) =>
      label(RIGHT, top + row * LINE_HEIGHT, text, { "font-size": CAPTION_SIZE, fill: "#222222" }),
    )
    .join("");
}
