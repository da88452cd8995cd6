import { analyseStudyJob } from "@/lib/jobs/analyse-study";
import { gallerySetJob } from "@/lib/jobs/gallery-set";
import { generateSetJob } from "@/lib/jobs/generate-set";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import { setFromUploadJob } from "@/lib/jobs/set-from-upload";
import type { JobKind } from "@/lib/services/job/job-inputs";
import { ANALYSE_STUDY_JOB } from "@/lib/services/result/kept-analysis";
import { GALLERY_SET_JOB, GENERATE_SET_JOB } from "@/lib/stimuli/set-request";
import { SET_FROM_UPLOAD_JOB } from "@/lib/stimuli/upload-request";

/**
 * Every kind of job by its name. To add one: a file beside this one that makes a definition with
 * `defineJob(schema, run)`, its input in lib/services/job/job-inputs, and a line here, which the compiler
 * asks for; `queueJob(name, input, actor)` asks for the job.
 */
export const jobRegistry: Readonly<Record<JobKind, JobDefinition>> = {
  [GENERATE_SET_JOB]: generateSetJob(),
  [GALLERY_SET_JOB]: gallerySetJob(),
  [SET_FROM_UPLOAD_JOB]: setFromUploadJob,
  [ANALYSE_STUDY_JOB]: analyseStudyJob,
};
