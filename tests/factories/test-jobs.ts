import { CLI_ACTOR } from "@/lib/services/act/record-act";
import type { JobKind } from "@/lib/services/job/job-inputs";
import { queueJob } from "@/lib/services/job/queue-job";

/** Queues a job of a test's own registry, or one that no registry knows. */
export function queueTestJob(kind: string, input: unknown) {
  return queueJob(kind as JobKind, input as never, CLI_ACTOR);
}
