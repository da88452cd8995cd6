import { describe, expect, it } from "vitest";
import { BLUE_WHITE_RED, colourAt, VIRIDIS } from "@/lib/figures/colour-scales";
import { heatMap } from "@/lib/figures/heat-map";
import { seriesFigureSvg } from "@/lib/figures/series-figure";

describe("colour scales", () => {
  it("hit their stops and mix between them", () => {
    expect(colourAt(VIRIDIS, 0)).toBe("#440154");
    expect(colourAt(VIRIDIS, 1)).toBe("#fde725");
    expect(colourAt(BLUE_WHITE_RED, 0.5)).toBe("#ffffff");
    expect(colourAt({ stops: ["#000000", "#ffffff"] }, 0.5)).toBe("#808080");
    expect(colourAt(VIRIDIS, 7)).toBe("#fde725");
  });
});

describe("heat map", () => {
  const scale = { stops: ["#000000", "#ffffff"] };
  const box = { x: 1, y: 2, width: 30, height: 20 };

  it("draws runs of equal cells, the first row below, and leaves the ground out", () => {
    // columns (0, 1), (0, 1), (0.5, 0): first value of each is the lower row
    const svg = heatMap(
      { columns: 3, rows: 2, shares: [0, 1, 0, 1, 0.5, 0], scale, ground: 0 },
      box,
    );
    expect(svg).toContain('transform="translate(1 2) scale(10 10)"');
    expect(svg).toContain('<path d="M0 0h2v1H0z" fill="#ffffff"/>');
    expect(svg).toContain('<path d="M2 1h1v1H2z" fill="#808080"/>');
    expect(svg.match(/<path/g)).toHaveLength(2);
  });

  it("refuses another number of values", () => {
    const map = { columns: 3, rows: 2, shares: [0], scale, ground: 0 };
    expect(() => heatMap(map, box)).toThrow(/expected 6 values, got 1/);
  });
});

describe("series", () => {
  it("puts every point at its place and names each series once", () => {
    const axis = { label: "a", range: [0, 10], ticks: [{ at: 5, text: "5" }] } as const;
    const svg = seriesFigureSvg({
      title: "t <1>",
      description: "d",
      x: axis,
      y: axis,
      series: [
        {
          label: "one",
          points: [
            [0, 0],
            [10, 10],
          ],
          lineOnly: true,
        },
        { label: "two", points: [[5, 5]], marksOnly: true },
      ],
      plot: { width: 100, height: 50 },
    });
    expect(svg).toContain('d="M0 50L100 0"');
    expect(svg).toContain("t &lt;1&gt;");
    expect(svg.match(/>one</g)).toHaveLength(1);
    expect(svg.match(/<path/g)).toHaveLength(3);
  });
});
