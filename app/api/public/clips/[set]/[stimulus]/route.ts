import { publicFile } from "@/lib/services/study/public-home";

/** The sound of a clip that no running study needs kept secret. */
export async function GET(
  _request: Request,
  context: { params: Promise<{ set: string; stimulus: string }> },
): Promise<Response> {
  const { set, stimulus } = await context.params;
  const clip = await publicFile(set, stimulus, "mp3");
  if (!clip) return Response.json({ error: "not found" }, { status: 404 });
  return new Response(new Uint8Array(clip.bytes), {
    headers: {
      "content-type": "audio/mpeg",
      "cache-control": "public, max-age=3600",
      etag: `"${clip.sha256.slice(0, 32)}"`,
    },
  });
}
