import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { cancelJob, retryJob } from "@/lib/services/job/queue-job";

const body = z.object({ change: z.enum(["cancel", "retry"]) });

/** Cancels a job or runs it again. */
export const POST = forAdmins<{ job: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  if (value.change === "cancel") await cancelJob(params.job, staff);
  else await retryJob(params.job, staff);
  return Response.json({});
});
