import { Worker } from "node:worker_threads";
import type { OnProgress } from "@/lib/shared/progress";
import type { StudyAnalysisInput } from "@/lib/stats/study-analysis";
import type { ThreadMessage, ThreadResults, ThreadTask } from "./analysis-thread";

/** What a computation may be given. */
export interface Computing {
  onProgress?: OnProgress;
  /** ends the thread */
  signal?: AbortSignal;
}

/** Computes in a thread of its own: fits would keep the process from answering for seconds or minutes. */
export function runInThread<T extends ThreadTask>(
  task: T,
  input: StudyAnalysisInput,
  { onProgress, signal }: Computing = {},
): Promise<ThreadResults[T]> {
  const thread = new Worker(new URL("./analysis-thread.mjs", import.meta.url), {
    workerData: { task, input },
    // Whatever reads TypeScript in this process stays here.
    execArgv: [],
  });
  const end = () => void thread.terminate();
  signal?.addEventListener("abort", end, { once: true });
  return new Promise<ThreadResults[T]>((resolve, reject) => {
    thread.on("message", (message: ThreadMessage<T>) => {
      if (message.kind === "progress") onProgress?.(message.progress);
      else resolve(message.result);
    });
    thread.on("error", reject);
    thread.on("exit", () => reject(new Error("the computation was ended")));
  }).finally(() => {
    signal?.removeEventListener("abort", end);
    return thread.terminate();
  });
}
