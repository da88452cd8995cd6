import { parentPort } from "node:worker_threads";
import { inThisThread } from "@/lib/audio/encode-clip";
import type { EncodeJob, RenderedClip } from "@/lib/audio/types";

/** What the thread answers to a job. */
export type EncoderAnswer = { kind: "clip"; clip: RenderedClip } | { kind: "error"; error: Error };

// Started by encoder-threads-node.ts, through encoder-thread.mjs; one job at a time.
parentPort?.on("message", async (job: EncodeJob) => {
  let answer: EncoderAnswer;
  try {
    answer = { kind: "clip", clip: await inThisThread.encode(job) };
  } catch (error) {
    answer = { kind: "error", error: error as Error };
  }
  parentPort?.postMessage(answer);
});
