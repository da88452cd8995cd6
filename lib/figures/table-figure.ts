import { element, label, line, svgDocument, textWidth } from "./svg";

/** A table of ready texts. */
export interface TableFigure {
  title: string;
  description: string;
  columns: readonly { title: string; numeric: boolean }[];
  rows: readonly (readonly string[])[];
  /** Rows from this index on stand below a second line (baselines below models, for example). */
  ruleBefore?: number;
}

const SIZE = 13;
const ROW = 24;
const GAP = 20;
const MARGIN = 24;
const TOP = 64;

/** A plain table as SVG: title, header, texts to the left and numbers to the right. */
export function tableFigure(figure: TableFigure): string {
  const { columns, rows } = figure;
  const widths = columns.map(({ title }, c) =>
    Math.max(textWidth(title, SIZE), ...rows.map((row) => textWidth(row[c] ?? "", SIZE))),
  );
  const lefts = widths.map((_, c) => MARGIN + widths.slice(0, c).reduce((a, w) => a + w + GAP, 0));
  const width = lefts.at(-1)! + widths.at(-1)! + MARGIN;
  const height = TOP + ROW * rows.length + MARGIN;
  const cell = (text: string, c: number, y: number, weight?: number) =>
    columns[c]!.numeric
      ? label(lefts[c]! + widths[c]!, y, text, {
          "text-anchor": "end",
          "font-size": SIZE,
          "font-weight": weight,
        })
      : label(lefts[c]!, y, text, { "font-size": SIZE, "font-weight": weight });
  const rule = (y: number) =>
    line([MARGIN, y], [width - MARGIN, y], { stroke: "#222222", "stroke-width": 1 });
  const drawn = [
    label(MARGIN, 28, figure.title, { "font-size": 16, "font-weight": 600 }),
    element(
      "g",
      { fill: "#222222" },
      columns.map(({ title }, c) => cell(title, c, TOP - 10, 600)).join(""),
    ),
    rule(TOP),
    ...rows.flatMap((row, r) => [
      ...(r === figure.ruleBefore && r > 0 ? [rule(TOP + ROW * r + 3)] : []),
      ...row.map((text, c) => cell(text, c, TOP + ROW * (r + 1) - 5)),
    ]),
  ];
  const { title, description } = figure;
  return svgDocument({ width, height, title, description }, drawn.join(""));
}
