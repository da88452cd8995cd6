import { forStaff } from "@/app/_server/desk-route";
import { auditStudy } from "@/lib/services/study/audit-study";

/** The design audit of a study as JSON. */
export const GET = forStaff<{ slug: string }>(async ({ params }) => {
  const audit = await auditStudy(params.slug);
  return new Response(JSON.stringify(audit, null, 2), {
    headers: {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="${params.slug}-design-audit.json"`,
    },
  });
});
