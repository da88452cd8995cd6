import { forAdmins } from "@/app/_server/desk-route";
import { refusal } from "@/app/_server/http";
import { askForAnalysis } from "@/lib/services/result/kept-analysis";
import { lookState } from "@/lib/services/result/study-looks";
import { studyFacts } from "@/lib/services/study/study-facts";

/** Starts the computation of a study's models. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, params }) => {
  const facts = await studyFacts(params.slug);
  const look = await lookState(facts, staff.id);
  if (!look.open)
    return refusal("not allowed", "the stop rule is not met: log a look on the results page first");
  return Response.json({ job: await askForAnalysis(facts, staff) });
});
