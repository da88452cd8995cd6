import { Readable } from "node:stream";
import { forStaff } from "@/app/_server/desk-route";
import { refusal } from "@/app/_server/http";
import { recordAct } from "@/lib/services/act/record-act";
import { studyBundle } from "@/lib/services/export/study-bundle";
import { lookState } from "@/lib/services/result/study-looks";
import { studyFacts } from "@/lib/services/study/study-facts";

/** The paper bundle of a study, streamed; who took it is logged. */
export const GET = forStaff<{ slug: string }>(async ({ staff, params }) => {
  const facts = await studyFacts(params.slug);
  const look = await lookState(facts, staff.id);
  if (!look.open)
    return refusal("not allowed", "the stop rule is not met: log a look on the results page first");
  if (facts.blind)
    return refusal("not allowed", "the clips of a bundle tell the models' names: unblind first");
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
