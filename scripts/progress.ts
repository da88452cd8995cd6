import { SingleBar } from "cli-progress";
import type { Progress } from "@/lib/shared/progress";

/** Minutes and hours in words, for time left. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`;
}

/** Progress of work in named parts, on stderr: a bar with time left on a terminal, else a line a part. */
export function stageProgress(): {
  show: (progress: Progress) => void;
  stop: () => void;
} {
  let bar: SingleBar | undefined;
  let stage = "";
  let started = 0;
  const begin = (next: string, total: number) => {
    bar?.stop();
    stage = next;
    started = performance.now();
    if (process.stderr.isTTY) {
      const format = `${stage} {bar} {value}/{total}, {left} left`;
      bar = new SingleBar({
        format,
        stream: process.stderr,
        hideCursor: true,
        clearOnComplete: true,
      });
      bar.start(total, 0, { left: "?" });
    } else process.stderr.write(`${stage} …\n`);
  };
  return {
    show: ({ stage: next, done, total }) => {
      if (next !== stage) begin(next, total);
      const seconds = (performance.now() - started) / 1000;
      bar?.update(done, { left: duration((seconds / Math.max(done, 1)) * (total - done)) });
    },
    stop: () => bar?.stop(),
  };
}
