import { describe, expect, it } from "vitest";
import { distributionFigureSvg } from "./distribution-figure";
import { originalityCaption, originalityFigureSvg } from "./originality-figure";
import { figurePdf } from "./pdf";
import { figurePng } from "./png";
import { scoreCaption } from "./score-caption";
import { type ScoreFigure, spreadOf, t975 } from "./score-data";
import { scoreFigureSvg } from "./score-figure";

const MODELS = ["resNet20_LocalConv", "resNet20_Naive", "LSTM"];
const PAPER = [
  [3.14, 3.187],
  [2.398, 2.69],
  [2.877, 2.967],
];

function paperFigure(change: Partial<ScoreFigure> = {}): ScoreFigure {
  const dimensions = ["harmony", "reality"].map((id) => ({ id, label: id, min: 0, max: 5 }));
  const cells = MODELS.flatMap((condition, row) =>
    dimensions.map((dimension, column) => ({
      condition,
      dimension: dimension.id,
      n: 450,
      mean: PAPER[row]![column]!,
      sd: 1.2,
      participants: 45,
      participantSd: 0.5,
    })),
  );
  return {
    title: "Average and Variance of Score",
    conditions: MODELS.map((id) => ({ id, label: id })),
    dimensions,
    cells,
    spread: "sd",
    excluded: 2,
    analysisSet: "first presentations of main trials",
    stamps: [],
    ...change,
  };
}

function attributesOf(svg: string, name: string): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name}( [^>]*?)/?>`, "g"))].map((match) =>
    Object.fromEntries([...match[1]!.matchAll(/ ([\w-]+)="([^"]*)"/g)].map((a) => [a[1], a[2]])),
  );
}

describe("scoreFigureSvg", () => {
  it("draws the paper's Figure 8: pairs of bars in the given order, heights in proportion to the means", () => {
    const svg = scoreFigureSvg(paperFigure());
    const bars = attributesOf(svg, "rect").filter((rect) => rect.width === "51");
    expect(bars.map((bar) => bar.fill)).toEqual([
      "#4a4a4a",
      "#ffffff",
      "#4a4a4a",
      "#ffffff",
      "#4a4a4a",
      "#ffffff",
    ]);
    const heights = bars.map((bar) => Number(bar.height));
    PAPER.flat().forEach((mean, index) => {
      expect(heights[index]! / heights[0]!).toBeCloseTo(mean / 3.14, 3);
    });
    expect(svg.indexOf(">resNet20_LocalConv<")).toBeLessThan(svg.indexOf(">resNet20_Naive<"));
    expect(svg.indexOf(">resNet20_Naive<")).toBeLessThan(svg.indexOf(">LSTM<"));
  });

  it("has a grid every 0.8 from 0 and the means at the bars' feet, white on grey and black on white", () => {
    const svg = scoreFigureSvg(paperFigure());
    for (const value of ["0.0", "0.8", "1.6", "2.4", "3.2", "4.0", "4.8"])
      expect(svg).toContain(`>${value}<`);
    const mean = (text: string) =>
      attributesOf(svg.slice(0, svg.indexOf(`>${text}<`) + 1), "text").at(-1)!;
    expect(mean("3.140").fill).toBe("#ffffff");
    expect(mean("3.187").fill).toBe("#000000");
    expect(mean("3.140").y).toBe(mean("2.398").y);
  });

  it("draws error bars of one standard deviation", () => {
    const lines = attributesOf(scoreFigureSvg(paperFigure()), "line");
    const stems = lines.filter((one) => one.x1 === one.x2 && one.stroke === "#000000");
    expect(stems).toHaveLength(6);
    const pixelsPerPoint = 300 / 5;
    for (const stem of stems) {
      expect(Math.abs(Number(stem.y1) - Number(stem.y2))).toBeCloseTo(2.4 * pixelsPerPoint, 1);
    }
  });

  it("draws nothing false for empty cells, one rating, or no ratings at all", () => {
    const one = paperFigure();
    one.cells = [{ ...one.cells[0]!, n: 1, sd: null, participants: 1, participantSd: null }];
    const svg = scoreFigureSvg(one);
    expect(svg.match(/>none</g)).toHaveLength(5);
    expect(attributesOf(svg, "line").filter((l) => l.x1 === l.x2)).toHaveLength(0);
    const empty = scoreFigureSvg(paperFigure({ conditions: [], cells: [] }), { caption: true });
    expect(empty).toContain("No ratings yet.");
    expect(svg + empty).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("gives dimensions of another range a panel of their own, escapes names, and links marks", () => {
    const figure = paperFigure();
    figure.dimensions = [
      figure.dimensions[0]!,
      { id: "reality", label: "a <b> & c", min: 1, max: 7 },
    ];
    const svg = scoreFigureSvg(figure, {
      href: (condition, dimension) => `#${condition}-${dimension}`,
    });
    expect(svg).toContain("translate(0 ");
    expect(svg).toContain("a &lt;b&gt; &amp; c");
    expect(svg.match(/<a href=/g)).toHaveLength(6);
  });

  it("states bars, error bars, n and exclusions in the caption", () => {
    const caption = scoreCaption(paperFigure({ stamps: ["Unblinded by A on 1 May."] }));
    expect(caption).toContain("± 1 standard deviation");
    expect(caption).toMatch(/Means: resNet20_LocalConv \w+ 3\.140, \w+ 3\.187; resNet20_Naive /);
    expect(caption).toContain("n = 450 ratings a bar, from 45 participants");
    expect(caption).toContain("2 participants were excluded");
    expect(caption).toContain("Unblinded by A");
  });
});

describe("spreadOf", () => {
  const cell = paperFigure().cells[0]!;
  it("gives SD over ratings, SE and interval over participants", () => {
    expect(spreadOf(cell, "sd")).toBe(1.2);
    expect(spreadOf(cell, "se")).toBeCloseTo(0.5 / Math.sqrt(45), 10);
    expect(spreadOf(cell, "ci95")).toBeCloseTo((2.0154 * 0.5) / Math.sqrt(45), 4);
  });
  it("knows Student's t beyond the table", () => {
    expect(t975(1)).toBe(12.706);
    expect(t975(44)).toBeCloseTo(2.0154, 3);
    expect(t975(120)).toBeCloseTo(1.9799, 3);
  });
});

describe("figurePng", () => {
  it("renders letters with the bundled font, the same bytes twice", async () => {
    const svg = scoreFigureSvg(paperFigure(), { caption: true });
    const png = await figurePng(svg);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.equals(await figurePng(svg))).toBe(true);
    const wordless = await figurePng(svg.replace(/<text.*?<\/text>/g, ""));
    expect(png.length).toBeGreaterThan(wordless.length * 1.5);
  });
});

describe("figurePdf", () => {
  it("gives a one-page PDF with the bundled font inside", async () => {
    const pdf = await figurePdf(scoreFigureSvg(paperFigure(), { caption: true }));
    const text = pdf.toString("latin1");
    expect(text.startsWith("%PDF-")).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(text).toMatch(/FontFile/);
    expect(text).toMatch(/Inter/);
  });
});

describe("other result plots", () => {
  const source = { analysisSet: "main trials", excluded: 2, stamps: ["Test sessions: not data."] };
  const counts = [0, 1, 2].map((value) => ({ value, count: value }));
  it("draws a bar per value of the scale, none for values never given", () => {
    const svg = distributionFigureSvg({
      conditions: [{ id: "LSTM", label: "LSTM" }],
      dimensions: [{ id: "harmony", label: "harmony", min: 0, max: 5 }],
      cells: [{ condition: "LSTM", dimension: "harmony", counts }],
      source,
    });
    const heights = attributesOf(svg, "rect")
      .filter((rect) => rect.fill === "#4a4a4a")
      .map((rect) => Number(rect.height));
    expect(heights).toHaveLength(6);
    expect(heights[2]! / heights[1]!).toBeCloseTo(2, 1);
    expect([heights[0], heights[3], heights[5]]).toEqual([0, 0, 0]);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
  it("puts a stimulus at its originality and its mean", () => {
    const figure = {
      conditions: [{ id: "LSTM", label: "LSTM" }],
      dimension: { label: "harmony", min: 0, max: 5 },
      points: [0, 5].map((mean) => ({ condition: "LSTM", longestRun: mean * 2, mean })),
      source,
    };
    const caption = originalityCaption(figure);
    expect(caption).toContain("n = 2 stimuli");
    expect(caption).toContain("2 participants were excluded. Test sessions: not data.");
    expect(originalityFigureSvg(figure, true)).toMatch(/<text[^>]*>Marks: mean harmony/);
    const marks = attributesOf(originalityFigureSvg(figure), "circle").slice(0, 2);
    expect(Number(marks[0]!.cy)).toBeGreaterThan(Number(marks[1]!.cy));
    expect(Number(marks[0]!.cx)).toBeLessThan(Number(marks[1]!.cx));
    expect(originalityFigureSvg({ ...figure, points: [] })).not.toMatch(/NaN|undefined/);
  });
});
