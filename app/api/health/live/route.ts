export const dynamic = "force-dynamic";

/** GET: this process answers. For supervisors: one that gets no answer starts it again. */
export function GET(): Response {
  return Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } });
}
