import fs from "node:fs";
import path from "node:path";
import { defineJob, type JobContext } from "@/lib/jobs/job-definition";
import type { StageShares } from "@/lib/jobs/share-done";
import { withWorkFolder } from "@/lib/jobs/work-folder";
import { importStimulusSet } from "@/lib/services/set/import-stimulus-set";
import { dropUpload, readUpload } from "@/lib/services/set/uploaded-archive";
import { readClipArchive } from "@/lib/stimuli/clip-archive";
import { parseClipTable, TableError } from "@/lib/stimuli/clip-table";
import { type UploadRequest, uploadRequestSchema } from "@/lib/stimuli/upload-request";

/** Where the time of an uploaded set goes. */
export const SET_FROM_UPLOAD_SHARES = {
  unpacking: 0.05,
  reading: 0.25,
  rendering: 0.25,
  encoding: 0.4,
  storing: 0.05,
} as const satisfies StageShares;

/** Writes an archive's files below a folder; names that lead out of it are left out. */
function unpackInto(folder: string, zip: Uint8Array): void {
  fs.mkdirSync(folder);
  for (const [name, bytes] of readClipArchive(zip)) {
    const file = path.resolve(folder, name);
    if (!file.startsWith(folder + path.sep)) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
  }
}

async function make(folder: string, request: UploadRequest, context: JobContext): Promise<string> {
  const { makeSetFromFiles } = await import("@/lib/generation/set-from-files");
  const { codeVersion } = await import("@/lib/generation/code-version");
  const out = path.join(folder, "set");
  const { name, loudness, instrument, table } = request;
  await makeSetFromFiles(parseClipTable(table), {
    folder: path.join(folder, "clips"),
    out,
    name,
    loudness,
    instrument,
    codeVersion: codeVersion(),
    onRemark: context.log,
    onProgress: (progress) => {
      context.signal.throwIfAborted();
      context.progress(progress);
    },
  });
  return out;
}

/**
 * The job that makes a draft set of an uploaded archive and its table. Every bad row stands in the
 * job's log. The archive goes once the set is stored.
 */
export const setFromUploadJob = defineJob(uploadRequestSchema, run, SET_FROM_UPLOAD_SHARES);

function run(request: UploadRequest, context: JobContext): Promise<{ setId: string }> {
  return withWorkFolder(context.jobId, async (folder) => {
    context.progress({ stage: "unpacking", done: 0, total: 1 });
    try {
      unpackInto(path.join(folder, "clips"), await readUpload(request.uploadId));
      const out = await make(folder, request, context);
      context.signal.throwIfAborted();
      context.progress({ stage: "storing", done: 0, total: 1 });
      const imported = await importStimulusSet(out, {
        jobId: context.jobId,
        createdBy: context.createdBy ?? undefined,
      });
      await dropUpload(request.uploadId);
      return { setId: imported.id };
    } catch (error) {
      if (error instanceof TableError) for (const problem of error.problems) context.log(problem);
      throw error;
    }
  });
}
