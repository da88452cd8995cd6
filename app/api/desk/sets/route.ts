import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { queueJob } from "@/lib/services/job/queue-job";
import { GENERATE_SET_JOB, setRequestSchema } from "@/lib/stimuli/set-request";

/** Asks a worker to generate a stimulus set. */
export const POST = forAdmins(async ({ staff, request }) => {
  const value = await bodyOf(request, setRequestSchema);
  const job = await queueJob(GENERATE_SET_JOB, value, staff);
  return Response.json({ next: `/admin/jobs/${job.id}` });
});
