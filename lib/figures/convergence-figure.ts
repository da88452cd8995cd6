import { evenTicks, seriesFigureSvg } from "./series-figure";
import type { ClaimsView, CONVERGENCE_WINDOWS, ComparedView } from "./training-data";

type ConvergenceRun = ClaimsView["convergence"][number];
type Windows = (typeof CONVERGENCE_WINDOWS)[number];

/** The paper's mark: the training accuracy at which it calls a network converged. */
const MARK = 0.85;

const TITLES: Record<Windows, string> = {
  table: "Training accuracy by pass, protocol table",
  paper: "Training accuracy by pass, the later script's windows",
  consecutive: "Training accuracy by pass, consecutive windows",
};

/**
 * Training accuracy along the passes of the convergence runs under one kind of windows, a line a
 * network, with the paper's mark; under `table` the passes at which the paper's networks got there
 * stand on it.
 * @returns a complete SVG document, or null where there is no run
 */
export function convergenceFigureSvg(
  runs: readonly ConvergenceRun[],
  windows: Windows,
  paper?: ComparedView,
): string | null {
  const drawn = runs.filter((run) => run.windows === windows);
  if (drawn.length === 0) return null;
  const reached = windows === "table" ? paperMarks(drawn, paper) : [];
  const last = Math.max(
    ...[2, ...drawn.map((run) => run.accuracyByPass.length)],
    ...reached.flatMap(({ points }) => points.map(([pass]) => pass)),
  );
  const lowest = Math.min(...drawn.flatMap((run) => run.accuracyByPass));
  const low = Math.min(8, Math.floor(lowest * 10)) / 10;
  const series = drawn.map((run) => ({
    label: run.model,
    points: run.accuracyByPass.map((accuracy, index) => [index + 1, accuracy] as const),
  }));
  const mark = [
    [1, MARK],
    [last, MARK],
  ] as const;
  return seriesFigureSvg({
    title: TITLES[windows],
    description: `Share of training windows whose next event was the network's first choice, by pass over the training text. A network counts as converged over ${MARK}.`,
    x: { label: "pass", range: [1, last], ticks: passTicks(last) },
    y: {
      label: "accuracy",
      range: [low, 1],
      ticks: evenTicks(low, 1, Math.round((1 - low) * 10) + 1, 1),
    },
    series: [
      ...series,
      ...reached,
      { label: `${MARK}, the paper's mark`, points: mark, lineOnly: true },
    ],
    plot: { width: 600, height: 220 },
  });
}

/** Where the paper's networks got over the mark; it counts from 0, passes from 1. */
function paperMarks(runs: readonly ConvergenceRun[], paper: ComparedView | undefined) {
  const drawn = new Set(runs.map(({ model }) => model));
  return (paper?.rows ?? [])
    .filter(({ model, convergeEpoch }) => drawn.has(model) && convergeEpoch.paper >= 0)
    .map(({ model, convergeEpoch }) => ({
      label: `${model} in the paper`,
      points: [[convergeEpoch.paper + 1, MARK]] as const,
      marksOnly: true,
    }));
}

/**
 * Training loss along the passes of the runs of the protocol `table`, a line a network, with the
 * paper's final losses as marks at the end.
 * @returns a complete SVG document, or null where no run has losses
 */
export function tableLossFigureSvg(
  runs: readonly ConvergenceRun[],
  paper?: ComparedView,
): string | null {
  const drawn = runs.filter((run) => run.windows === "table" && run.lossByPass?.length);
  if (drawn.length === 0) return null;
  const last = Math.max(2, ...drawn.map((run) => run.lossByPass!.length));
  const high = Math.ceil(2 * Math.max(...drawn.flatMap((run) => run.lossByPass!))) / 2;
  const final = drawn.flatMap(({ model }) => {
    const row = paper?.rows.find((one) => one.model === model);
    const points = row ? [[last, row.loss.paper] as const] : [];
    return row ? [{ label: `${model} in the paper, final`, points, marksOnly: true }] : [];
  });
  return seriesFigureSvg({
    title: "Training loss by pass, protocol table",
    description:
      "Mean cross-entropy of each pass over the training text while the weights changed; the marks at the right are the paper's final losses, after 150 passes.",
    x: { label: "pass", range: [1, last], ticks: passTicks(last) },
    y: { label: "nats", range: [0, high], ticks: evenTicks(0, high, 2 * high + 1, 1) },
    series: [
      ...drawn.map((run) => ({
        label: run.model,
        points: run.lossByPass!.map((loss, index) => [index + 1, loss] as const),
      })),
      ...final,
    ],
    plot: { width: 600, height: 220 },
  });
}

/** About eight whole passes from the first on. */
function passTicks(last: number) {
  const step = Math.max(1, Math.ceil((last - 1) / 8));
  const count = Math.floor((last - 1) / step) + 1;
  return evenTicks(1, 1 + step * (count - 1), count);
}
