import { Readable } from "node:stream";
import { forStaff } from "@/app/_server/desk-route";
import { openLook } from "@/app/_server/open-look";
import { recordAct } from "@/lib/services/act/record-act";
import { studyBundle } from "@/lib/services/export/study-bundle";
import { studyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";

/** The paper bundle of a study, streamed; who took it is logged. */
export const GET = forStaff<{ slug: string }>(async ({ staff, params }) => {
  const facts = await studyFacts(params.slug);
  const look = await openLook(facts, staff);
  if (facts.blind)
    throw new InputError("the clips of a bundle tell the models' names: unblind first", {
      code: "forbidden",
    });
  const pieces = await studyBundle(facts, look.stamps);
  await recordAct(staff, { act: "study.bundle", objectKind: "study", objectId: facts.slug });
  return new Response(Readable.toWeb(Readable.from(pieces)) as ReadableStream, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${facts.slug}-bundle.zip"`,
      "cache-control": "private, no-store",
    },
  });
});
