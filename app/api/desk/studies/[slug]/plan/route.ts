import { forStaff } from "@/app/_server/desk-route";
import { preregistrationText } from "@/lib/services/study/preregistration-text";
import { studyFacts } from "@/lib/services/study/study-facts";

/** The analysis plan as preregistration text or JSON. */
export const GET = forStaff<{ slug: string }>(async ({ request, params }) => {
  const facts = await studyFacts(params.slug, { names: true });
  const { stop, plan, trials, dimensions } = facts.configuration;
  const json = new URL(request.url).searchParams.get("format") === "json";
  const body = json
    ? JSON.stringify(
        { study: facts.slug, version: facts.version, stop, plan, trials, dimensions },
        null,
        2,
      )
    : preregistrationText(facts);
  return new Response(body, {
    headers: {
      "content-type": json ? "application/json" : "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${facts.slug}-plan.${json ? "json" : "txt"}"`,
    },
  });
});
