import { parentPort, workerData } from "node:worker_threads";
import type { Progress } from "@/lib/shared/progress";
import { widestPrimaryInterval } from "@/lib/stats/interval-width";
import { analyseStudy, type StudyAnalysis } from "@/lib/stats/study-analysis";

/** What the thread can compute, each with its result. */
export interface ThreadResults {
  analysis: StudyAnalysis;
  "interval width": number | null;
}

/** The name of what the thread can compute. */
export type ThreadTask = keyof ThreadResults;

/** What the thread tells the one who started it. */
export type ThreadMessage<T extends ThreadTask = ThreadTask> =
  | { kind: "progress"; progress: Progress }
  | { kind: "result"; result: ThreadResults[T] };

const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

// Started by run-in-thread.ts, through analysis-thread.mjs, with the task and its input as its data.
const { task, input } = workerData;
const result =
  task === "interval width"
    ? widestPrimaryInterval(input)
    : analyseStudy(input, (progress) => tell({ kind: "progress", progress }));
tell({ kind: "result", result });
