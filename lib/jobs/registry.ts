import { generateSetJob } from "@/lib/jobs/generate-set";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import { GENERATE_SET_JOB } from "@/lib/stimuli/set-request";

/**
 * Every kind of job by its name. To add one: a file beside this one that makes a definition with
 * `defineJob(schema, run)`, and a line here; `queueJob(name, input, actor)` asks for it.
 */
export const jobRegistry: Readonly<Record<string, JobDefinition>> = {
  [GENERATE_SET_JOB]: generateSetJob(),
};
