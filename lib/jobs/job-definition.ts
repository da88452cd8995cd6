import type { z } from "zod";

/** What a running job may use. */
export interface JobContext {
  /** The job's id: results are stored under it, so that a job run twice gives one result. */
  jobId: string;
  /** Who asked for it. */
  createdBy: string | null;
  /** Tells the desk how far it is: share done (0..1) and what it is at. */
  progress(share: number, message: string): void;
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
}

/** Makes a definition whose `run` gets the input that its schema describes. */
export function defineJob<S extends z.ZodType>(
  schema: S,
  run: (input: z.infer<S>, context: JobContext) => Promise<unknown>,
): JobDefinition {
  return { schema, run: (input, context) => run(input as z.infer<S>, context) };
}
