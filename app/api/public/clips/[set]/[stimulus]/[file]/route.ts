import { clipSheet } from "@/app/_clips/clip-sheet";
import { publicFile } from "@/lib/services/study/public-home";

/** Files that anybody may have of a public clip. */
const TYPES = {
  mp3: "audio/mpeg",
  mid: "audio/midi",
  musicxml: "application/vnd.recordare.musicxml+xml",
} as const;
type Download = keyof typeof TYPES;

const CACHE = { "cache-control": "public, max-age=3600" };
const missing = () => Response.json({ error: "not found" }, { status: 404 });

/**
 * A public clip's file as a download (`mp3`, `mid`, `musicxml`), or its `sheet`: score and piano roll
 * for the width asked for, with the times at which notes begin.
 */
export async function GET(
  request: Request,
  context: { params: Promise<{ set: string; stimulus: string; file: string }> },
): Promise<Response> {
  const { set, stimulus, file } = await context.params;
  if (file === "sheet") return sheet(set, stimulus, new URL(request.url).searchParams.get("width"));
  if (!(file in TYPES)) return missing();
  const found = await publicFile(set, stimulus, file as Download);
  if (!found) return missing();
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      ...CACHE,
      "content-type": TYPES[file as Download],
      "content-disposition": `attachment; filename="${stimulus}.${file}"`,
    },
  });
}

async function sheet(set: string, stimulus: string, width: string | null): Promise<Response> {
  const [mid, xml] = await Promise.all([
    publicFile(set, stimulus, "mid"),
    publicFile(set, stimulus, "musicxml"),
  ]);
  if (!mid || !xml) return missing();
  return Response.json(await clipSheet(mid.bytes, xml.bytes, width), { headers: CACHE });
}
