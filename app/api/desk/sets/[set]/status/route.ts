import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import {
  archiveStimulusSet,
  deleteDraftSet,
  unarchiveStimulusSet,
} from "@/lib/services/set/set-lifecycle";

const body = z.object({ change: z.enum(["publish", "archive", "unarchive", "delete"]) });

/** Publishes, archives, shows again or deletes a stimulus set. */
export const POST = forAdmins<{ set: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  switch (value.change) {
    case "publish":
      await publishStimulusSet(params.set, staff);
      return Response.json({});
    case "archive":
      await archiveStimulusSet(params.set, staff);
      return Response.json({});
    case "unarchive":
      await unarchiveStimulusSet(params.set, staff);
      return Response.json({});
    case "delete":
      await deleteDraftSet(params.set, staff);
      return Response.json({ next: "/admin/sets" });
  }
});
