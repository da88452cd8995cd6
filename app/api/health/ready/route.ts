import { databaseAnswers } from "@/lib/services/system/database-answers";

export const dynamic = "force-dynamic";

/** GET: 200 where participants can be served now, 503 while the database is away. For balancers. */
export async function GET(): Promise<Response> {
  const ready = await databaseAnswers();
  const body = { status: ready ? "ready" : "the database does not answer" };
  const headers = { "cache-control": "no-store" };
  return Response.json(body, { status: ready ? 200 : 503, headers });
}
