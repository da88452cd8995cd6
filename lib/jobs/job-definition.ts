import type { z } from "zod";
import type { StageShares } from "@/lib/jobs/share-done";
import type { Progress } from "@/lib/shared/progress";

/** What a running job may use. */
export interface JobContext {
  /** The job's id: results are stored under it, so that a job run twice gives one result. */
  jobId: string;
  /** Who asked for it. */
  createdBy: string | null;
  /** Tells the desk how far it is; each new stage becomes a line of the log. */
  progress(progress: Progress): void;
  /** Adds a line to the job's log. */
  log(line: string): void;
  /** Aborted when the job is cancelled, taken away, or the worker stops: look at it often. */
  signal: AbortSignal;
}

/** A kind of job. */
export interface JobDefinition {
  /** What its input must be. */
  schema: z.ZodType;
  /** Does the work; what it returns is kept as the job's result. */
  run(input: unknown, context: JobContext): Promise<unknown>;
  /** Where its time goes; left out for a job whose every stage counts the whole. */
  shares?: StageShares;
}

/** Makes a definition whose `run` gets the input that its schema describes. */
export function defineJob<S extends z.ZodType>(
  schema: S,
  run: (input: z.infer<S>, context: JobContext) => Promise<unknown>,
  shares?: StageShares,
): JobDefinition {
  const typed: JobDefinition["run"] = (input, context) => run(input as z.infer<S>, context);
  return { schema, run: typed, ...(shares ? { shares } : {}) };
}
