import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { noteBackup } from "@/lib/services/system/note-backup";

const body = z.object({ place: z.string().trim().min(1).max(500) });

/** Notes that a backup was made, and where it lies. */
export const POST = forAdmins(async ({ staff, request }) => {
  const value = await bodyOf(request, body);
  await noteBackup(value.place, staff);
  return Response.json({});
});
