import { scaleLinear } from "d3-scale";
import { type PlotAxis, seriesFigureSvg } from "./series-figure";

/** One entry of a training log: losses in nats after so many passes over the windows. */
export interface LossEntry {
  pass: number;
  trainLoss: number;
  /** null where it overflowed. */
  validationLoss: number | null;
}

function axis(label: string, values: readonly number[], from?: number): PlotAxis {
  const [low, high] = [from ?? Math.min(...values), Math.max(...values)];
  const scale = scaleLinear([low, high > low ? high : low + 1], [0, 1]).nice(5);
  const [start, end] = scale.domain() as [number, number];
  const format = scale.tickFormat(5);
  const ticks = scale.ticks(5).map((at) => ({ at, text: format(at) }));
  return { label, range: [start, end], ticks };
}

/**
 * Training and validation loss over the passes of one run. The training loss of an entry is the mean
 * since the entry before, while the weights were still changing; the validation loss is of the weights
 * at that moment.
 * @returns a complete SVG document
 */
export function lossFigureSvg(title: string, log: readonly LossEntry[]): string {
  const losses = log.flatMap((entry) => [
    entry.trainLoss,
    ...(entry.validationLoss === null ? [] : [entry.validationLoss]),
  ]);
  return seriesFigureSvg({
    title,
    description: "Training and validation loss in nats against passes over the training windows.",
    x: axis(
      "passes over the windows",
      log.map(({ pass }) => pass),
      0,
    ),
    y: axis("loss (nats)", losses),
    series: [
      { label: "training", points: log.map((entry) => [entry.pass, entry.trainLoss] as const) },
      {
        label: "validation",
        points: log.flatMap(({ pass, validationLoss }) =>
          validationLoss === null ? [] : [[pass, validationLoss] as const],
        ),
      },
    ],
    plot: { width: 420, height: 220 },
  });
}
