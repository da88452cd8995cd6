import { evenTicks, type PlotAxis, seriesFigureSvg } from "./series-figure";
import type { ClaimsView } from "./training-data";

/** What is drawn by bar, in this order. */
export const LENGTH_MEASURES = ["confidence", "nats", "onsets"] as const;
/** One of `LENGTH_MEASURES`. */
export type LengthMeasure = (typeof LENGTH_MEASURES)[number];

type LengthRun = ClaimsView["length"][number];

/** Bars that one point stands for: single bars of a few pieces scatter too much to be compared. */
const BARS_A_POINT = 4;

const LOOKS: Record<LengthMeasure, { title: string; y: string; step: number; what: string }> = {
  confidence: {
    title: "Confidence by bar",
    y: "probability",
    step: 0.25,
    what: "Mean probability that the network gave to the events it wrote",
  },
  nats: {
    title: "Cost under a model of human music, by bar",
    y: "nats an event",
    step: 0.5,
    what: "Mean cost of the events under a 5-gram model of Bach, in nats",
  },
  onsets: {
    title: "Notes by bar",
    y: "onsets",
    step: 2,
    what: "Notes that begin in a bar",
  },
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Means over neighbouring bars, each at the middle of its bars. */
function points(run: LengthRun, measure: LengthMeasure): (readonly [number, number])[] {
  const groups = Math.floor(run.byBar.length / BARS_A_POINT);
  return Array.from({ length: groups }, (_, group) => {
    const bars = run.byBar.slice(group * BARS_A_POINT, (group + 1) * BARS_A_POINT);
    return [mean(bars.map(({ bar }) => bar)), mean(bars.map((bar) => bar[measure]))] as const;
  });
}

function valueAxis(highest: number, { y, step }: (typeof LOOKS)[LengthMeasure]): PlotAxis {
  const top = Math.max(step, Math.ceil(highest / step) * step);
  const decimals = Number.isInteger(step) ? 0 : String(step).length - 2;
  return {
    label: y,
    range: [0, top],
    ticks: evenTicks(0, top, Math.round(top / step) + 1, decimals),
  };
}

/**
 * How long pieces go on: one measure over the bars after the primer, a line a model.
 * @returns a complete SVG document
 */
export function lengthFigureSvg(runs: readonly LengthRun[], measure: LengthMeasure): string {
  const look = LOOKS[measure];
  const series = runs.map((run) => ({ label: run.model, points: points(run, measure) }));
  const last = Math.max(2, ...runs.map((run) => run.byBar.length));
  const ticks = evenTicks(0, last, 9).filter(({ at }) => Number.isInteger(at));
  return seriesFigureSvg({
    title: look.title,
    description: `${look.what}: means of ${BARS_A_POINT} bars, over the bars after the primer.`,
    x: { label: "bar", range: [0, last], ticks },
    y: valueAxis(Math.max(0, ...series.flatMap((one) => one.points.map(([, y]) => y))), look),
    series,
    plot: { width: 600, height: 170 },
  });
}
