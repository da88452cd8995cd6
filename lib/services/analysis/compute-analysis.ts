import { Worker } from "node:worker_threads";
import type { StudyFacts } from "@/lib/services/desk-study-facts";
import { InputError } from "@/lib/shared/invariant";
import type { StudyAnalysis, StudyAnalysisInput } from "@/lib/stats/study-analysis";
import { analysisDigest, analysisInput } from "./analysis-input";
import type { ThreadMessage } from "./analysis-thread";
import { analysisState, keepAnalysis } from "./kept-analysis";

/** What a computation may be given. */
export interface Computing {
  onStep?: (share: number, what: string) => void;
  /** ends the thread */
  signal?: AbortSignal;
}

/**
 * Computes a study's models from its present ratings and keeps them; results that are there
 * already are taken. The fits run in a thread of their own: they would keep the process from
 * answering for seconds or minutes.
 * @throws InputError for a study that has not been launched
 */
export async function computeAnalysis(
  facts: StudyFacts,
  computing: Computing = {},
): Promise<StudyAnalysis> {
  if (!facts.launchedAt)
    throw new InputError(`expected a launched study, ${facts.slug} is a draft`);
  const { kept } = await analysisState(facts);
  if (kept?.current) return kept.analysis;
  // Ratings that arrive while the data are loaded belong to the next digest.
  const { sha256 } = await analysisDigest(facts);
  const analysis = await inThread(await analysisInput(facts), computing);
  await keepAnalysis(facts, sha256, analysis);
  return analysis;
}

function inThread(
  input: StudyAnalysisInput,
  { onStep, signal }: Computing,
): Promise<StudyAnalysis> {
  const thread = new Worker(new URL("./analysis-thread.mjs", import.meta.url), {
    workerData: input,
    // Whatever reads TypeScript in this process stays here.
    execArgv: [],
  });
  const end = () => void thread.terminate();
  signal?.addEventListener("abort", end, { once: true });
  return new Promise<StudyAnalysis>((resolve, reject) => {
    thread.on("message", (message: ThreadMessage) => {
      if (message.kind === "step") onStep?.(message.share, message.what);
      else resolve(message.analysis);
    });
    thread.on("error", reject);
    thread.on("exit", () => reject(new Error("the computation was ended")));
  }).finally(() => {
    signal?.removeEventListener("abort", end);
    return thread.terminate();
  });
}
