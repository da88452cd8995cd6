import type { JobDefinition } from "@/lib/jobs/job-definition";

/**
 * Every kind of job by its name. To add one: a file beside this one that ends in
 * `export const … = defineJob(schema, run)`, and a line here; `queueJob(name, input, actor)` asks for it.
 */
export const jobRegistry: Readonly<Record<string, JobDefinition>> = {};
