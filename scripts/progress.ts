import { SingleBar } from "cli-progress";

/** Minutes and hours in words, for time left. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`;
}

/** Progress of work in named parts, on stderr: a bar with time left on a terminal, else a line a part. */
export function stageProgress(): {
  show: (what: string, done: number, total: number) => void;
  stop: () => void;
} {
  let bar: SingleBar | undefined;
  let stage = "";
  let started = 0;
  const begin = (what: string, total: number) => {
    bar?.stop();
    stage = what;
    started = performance.now();
    if (process.stderr.isTTY) {
      const format = `${what} {bar} {value}/{total}, {left} left`;
      bar = new SingleBar({
        format,
        stream: process.stderr,
        hideCursor: true,
        clearOnComplete: true,
      });
      bar.start(total, 0, { left: "?" });
    } else process.stderr.write(`${what} …\n`);
  };
  return {
    show: (what, done, total) => {
      if (what !== stage) begin(what, total);
      const seconds = (performance.now() - started) / 1000;
      bar?.update(done, { left: duration((seconds / Math.max(done, 1)) * (total - done)) });
    },
    stop: () => bar?.stop(),
  };
}
