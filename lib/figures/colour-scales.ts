type Rgb = readonly [number, number, number];

const parts = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

const hex = (colour: readonly number[]) =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** Colours at equal distances, from the scale's lower end to its upper. */
export interface ColourScale {
  stops: readonly string[];
}

/** From violet to yellow, even to the eye, after matplotlib's "viridis" (Smith and van der Walt 2015). */
export const VIRIDIS: ColourScale = {
  stops: [
    "#440154",
    "#472d7b",
    "#3b528b",
    "#2c728e",
    "#21918c",
    "#28ae80",
    "#5ec962",
    "#addc30",
    "#fde725",
  ],
};

/** Blue below zero, white at zero, red above, as in the paper's Figure 10. */
export const BLUE_WHITE_RED: ColourScale = { stops: ["#1f3fbf", "#ffffff", "#c9202b"] };

/** The colour at `share` (0..1) of a scale, as #rrggbb. */
export function colourAt({ stops }: ColourScale, share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const [a, b] = [parts(stops[below]!), parts(stops[below + 1]!)];
  return hex(a.map((part, i) => part + (b[i]! - part) * (place - below)));
}
