import { evenTicks, seriesFigureSvg } from "./series-figure";
import type { ClaimsView, CONVERGENCE_WINDOWS } from "./training-data";

type ConvergenceRun = ClaimsView["convergence"][number];
type Windows = (typeof CONVERGENCE_WINDOWS)[number];

/** The paper's mark: the training accuracy at which it calls a network converged. */
const MARK = 0.85;

const TITLES: Record<Windows, string> = {
  paper: "Training accuracy by pass, the paper's windows",
  consecutive: "Training accuracy by pass, consecutive windows",
};

/**
 * Training accuracy along the passes of the convergence runs under one kind of windows, a line a
 * network, with the paper's mark.
 * @returns a complete SVG document, or null where there is no run
 */
export function convergenceFigureSvg(
  runs: readonly ConvergenceRun[],
  windows: Windows,
): string | null {
  const drawn = runs.filter((run) => run.windows === windows);
  if (drawn.length === 0) return null;
  const last = Math.max(2, ...drawn.map((run) => run.accuracyByPass.length));
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
    series: [...series, { label: `${MARK}, the paper's mark`, points: mark, lineOnly: true }],
    plot: { width: 600, height: 220 },
  });
}

/** About eight whole passes from the first on. */
function passTicks(last: number) {
  const step = Math.max(1, Math.ceil((last - 1) / 8));
  const count = Math.floor((last - 1) / step) + 1;
  return evenTicks(1, 1 + step * (count - 1), count);
}
