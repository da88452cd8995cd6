import { parentPort, workerData } from "node:worker_threads";
import { analyseStudy, type StudyAnalysis } from "@/lib/stats/study-analysis";

/** What the thread tells the one who started it. */
export type ThreadMessage =
  | { kind: "step"; share: number; what: string }
  | { kind: "result"; analysis: StudyAnalysis };

const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

// Started by compute-analysis.ts, through analysis-thread.mjs, with the input as its data.
const analysis = analyseStudy(workerData, (share, what) => tell({ kind: "step", share, what }));
tell({ kind: "result", analysis });
