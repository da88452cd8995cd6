import { forAdmins } from "@/app/_server/desk-route";
import { queueJob } from "@/lib/services/job/queue-job";
import { keepUpload } from "@/lib/services/set/uploaded-archive";
import { InputError } from "@/lib/shared/invariant";
import { ARCHIVE_BYTES } from "@/lib/stimuli/clip-archive";
import { parseClipTable } from "@/lib/stimuli/clip-table";
import { SET_FROM_UPLOAD_JOB, uploadChoicesSchema } from "@/lib/stimuli/upload-request";

/** Room for the table and the other fields beside the archive. */
const FORM_BYTES = ARCHIVE_BYTES + 2_000_000;

/** Takes a zip of clips and its table, and asks a worker to make a set of them. */
export const POST = forAdmins(async ({ staff, request }) => {
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (!(length <= FORM_BYTES)) {
    throw new InputError(`archive: expected at most ${ARCHIVE_BYTES / 1e6} MB`);
  }
  const form = await request.formData().catch(() => null);
  const archive = form?.get("archive");
  if (!form || !(archive instanceof Blob) || archive.size === 0) {
    throw new InputError("archive: expected a zip file");
  }
  const { archive: _, ...fields } = Object.fromEntries(form);
  const choices = uploadChoicesSchema.safeParse(fields);
  if (!choices.success) {
    const issue = choices.error.issues[0]!;
    throw new InputError(`${issue.path.join(".") || "form"}: ${issue.message}`);
  }
  const { problems } = parseClipTable(choices.data.table);
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  const uploadId = await keepUpload(new Uint8Array(await archive.arrayBuffer()), staff.id);
  const job = await queueJob(SET_FROM_UPLOAD_JOB, { ...choices.data, uploadId }, staff);
  return Response.json({ next: `/admin/jobs/${job.id}` });
});
