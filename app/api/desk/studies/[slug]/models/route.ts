import { forAdmins } from "@/app/_server/desk-route";
import { openLook } from "@/app/_server/open-look";
import { askForAnalysis } from "@/lib/services/result/kept-analysis";
import { studyFacts } from "@/lib/services/study/study-facts";

/** Starts the computation of a study's models. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, params }) => {
  const facts = await studyFacts(params.slug);
  await openLook(facts, staff);
  return Response.json({ job: await askForAnalysis(facts, staff) });
});
