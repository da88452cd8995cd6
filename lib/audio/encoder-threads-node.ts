import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { inThisThread } from "@/lib/audio/encode-clip";
import type { EncoderAnswer } from "@/lib/audio/encoder-thread";
import type { ClipEncoder, EncodeJob, RenderedClip } from "@/lib/audio/types";

/** Sets smaller than this are encoded before threads would have started. */
const WORTH_THREADS = 8;

function startThread(): Worker {
  // Whatever reads TypeScript in this process stays here: the thread's first file brings its own.
  return new Worker(new URL("./encoder-thread.mjs", import.meta.url), { execArgv: [] });
}

async function encodeIn(thread: Worker, job: EncodeJob): Promise<RenderedClip> {
  const answered = once(thread, "message");
  thread.postMessage(job);
  const [answer] = (await answered) as [EncoderAnswer];
  if (answer.kind === "error") throw answer.error;
  return answer.clip;
}

/**
 * Gives work an encoder that uses every core, and ends its threads afterwards. Clips have the same
 * bytes whichever thread encodes them.
 * @param clips how many will be encoded: a few stay in this thread
 */
export async function withClipEncoder<T>(
  clips: number,
  work: (encoder: ClipEncoder) => Promise<T>,
): Promise<T> {
  const lanes = Math.min(availableParallelism(), clips);
  if (clips < WORTH_THREADS || lanes < 2) return work(inThisThread);
  const threads = Array.from({ length: lanes }, startThread);
  const idle = [...threads];
  const encode = async (job: EncodeJob) => {
    const thread = idle.pop();
    if (!thread) throw new Error(`encoder: expected at most ${lanes} clips at once`);
    const clip = await encodeIn(thread, job);
    idle.push(thread);
    return clip;
  };
  try {
    return await work({ lanes, encode });
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
