import { publicFigure } from "@/app/_server/public-figures";

/** A figure of the models page; `publicFigure` lists their names. */
export async function GET(
  _request: Request,
  context: { params: Promise<{ figure: string }> },
): Promise<Response> {
  const figure = publicFigure((await context.params).figure);
  if (!figure) return Response.json({ error: "not found" }, { status: 404 });
  return new Response(figure.svg, {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" },
  });
}
