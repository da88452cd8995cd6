import type { SetRequest } from "@/lib/stimuli/set-request";
import type { UploadRequest } from "@/lib/stimuli/upload-request";

/** What each kind of job takes: one list for whoever queues it and for the registry that runs it. */
export interface JobInputs {
  "generate-set": SetRequest;
  "gallery-set": SetRequest;
  "set-from-upload": UploadRequest;
  "analyse-study": {
    /** The study's slug. */
    study: string;
    /** Digest of the data when it was asked for. */
    sha256: string;
    /** Asked for by a desk that may not see the models' names. */
    blind: boolean;
  };
}

/** A kind of job. */
export type JobKind = keyof JobInputs;
