import { evenTicks, seriesFigureSvg } from "./series-figure";
import type { TrainingLogView } from "./training-data";

const round = (value: number, up: boolean) =>
  (up ? Math.ceil(value * 4) : Math.floor(value * 4)) / 4;

/**
 * Validation loss along the training passes, a line a network.
 * @returns null where no network has a log of two entries
 */
export function lossCurvesSvg(runs: readonly TrainingLogView[]): string | null {
  const drawn = runs.filter(({ log }) => log.length > 1);
  if (drawn.length === 0) return null;
  const entries = drawn.flatMap(({ log }) => log);
  const losses = entries.flatMap(({ validationLoss }) => validationLoss ?? []);
  const [low, high] = [round(Math.min(...losses), false), round(Math.max(...losses), true)];
  const last = Math.max(...entries.map(({ pass }) => pass));
  return seriesFigureSvg({
    title: "Validation loss while training",
    description: "Cross-entropy on the validation text along the passes over the training text.",
    x: { label: "passes", range: [0, last], ticks: evenTicks(0, last, 5, 1) },
    y: { label: "nats", range: [low, high], ticks: evenTicks(low, high, 5, 2) },
    series: drawn.map(({ model, log }) => ({
      label: model,
      lineOnly: true,
      points: log.flatMap(({ pass, validationLoss }) =>
        validationLoss === null ? [] : [[pass, validationLoss] as const],
      ),
    })),
    plot: { width: 620, height: 260 },
  });
}
