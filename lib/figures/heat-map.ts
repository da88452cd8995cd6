import { invariant } from "@/lib/shared/invariant";
import { type ColourScale, colourAt } from "./colour-scales";
import { element, label } from "./svg";

/** Values of a grid, each as a share (0..1) of its colour scale. */
export interface HeatMap {
  columns: number;
  rows: number;
  /** [columns · rows], column by column, the lowest row of the picture first. */
  shares: ArrayLike<number>;
  scale: ColourScale;
  /** Share that most cells have: it is drawn as the ground. */
  ground: number;
}

/** Steps of colour: more can't be told apart, and fewer make smaller files. */
const LEVELS = 40;

const levelOf = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * LEVELS);

/**
 * A heat map as SVG in the box given: one path a colour, of runs of equal cells along a row.
 * The same values give the same text; nothing is a raster, so that print and zoom stay sharp.
 */
export function heatMap(
  map: HeatMap,
  box: { x: number; y: number; width: number; height: number },
): string {
  const { columns, rows, shares, scale } = map;
  invariant(
    shares.length === columns * rows,
    `heat map: expected ${columns * rows} values, got ${shares.length}`,
  );
  const ground = levelOf(map.ground);
  const paths = new Map<number, string>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; ) {
      const level = levelOf(shares[column * rows + row]!);
      let end = column + 1;
      while (end < columns && levelOf(shares[end * rows + row]!) === level) end += 1;
      if (level !== ground) {
        const run = `M${column} ${rows - 1 - row}h${end - column}v1H${column}z`;
        paths.set(level, (paths.get(level) ?? "") + run);
      }
      column = end;
    }
  }
  const drawn = [...paths]
    .sort(([a], [b]) => a - b)
    .map(([level, d]) => element("path", { d, fill: colourAt(scale, level / LEVELS) }));
  const size = { width: columns, height: rows, fill: colourAt(scale, ground / LEVELS) };
  return element(
    "g",
    {
      transform: `translate(${box.x} ${box.y}) scale(${box.width / columns} ${box.height / rows})`,
      "shape-rendering": "crispEdges",
    },
    element("rect", size) + drawn.join(""),
  );
}

/** The key of a colour scale: an upright bar with texts beside it, each at a share of the scale. */
export function colourKey(
  scale: ColourScale,
  box: { x: number; y: number; width: number; height: number },
  ticks: readonly { share: number; text: string }[],
): string {
  const steps = LEVELS + 1;
  const bar = Array.from({ length: steps }, (_, i) =>
    element("rect", {
      x: box.x,
      y: box.y + box.height * (1 - (i + 1) / steps),
      width: box.width,
      height: box.height / steps + 0.3,
      fill: colourAt(scale, i / LEVELS),
    }),
  );
  const look = { "font-size": 11, fill: "#333333" };
  const x = box.x + box.width + 5;
  // A text stands level with its place, and stays within the bar at its ends.
  const texts = ticks.map(({ share, text }) => {
    const y = box.y + box.height * (1 - share) + 4;
    return label(x, Math.min(box.y + box.height, Math.max(box.y + 9, y)), text, look);
  });
  return element("g", { "shape-rendering": "crispEdges" }, bar.join("")) + texts.join("");
}
