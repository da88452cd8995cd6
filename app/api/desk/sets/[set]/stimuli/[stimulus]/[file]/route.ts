import { forStaff } from "@/app/_server/desk-route";
import { midiToNotes } from "@/lib/music/midi-reading";
import { pianoRollSvg } from "@/lib/score/piano-roll";
import { stimulusFile } from "@/lib/services/set/stimulus-file";
import { InputError } from "@/lib/shared/invariant";
import { FILE_KINDS, type FileKind } from "@/lib/stimuli/manifest";

const TYPES: Record<FileKind, string> = {
  mp3: "audio/mpeg",
  mid: "audio/midi",
  events: "application/json",
  musicxml: "application/vnd.recordare.musicxml+xml",
  svg: "image/svg+xml",
};

interface Params {
  set: string;
  stimulus: string;
  file: string;
}

/** One file of a clip (`mp3`, `mid`, `events`, `musicxml`, `svg`), or its piano roll (`roll`). */
export const GET = forStaff<Params>(async ({ request, params }) => {
  const { set, stimulus, file } = params;
  if (file === "roll") return roll(set, stimulus);
  const kind = FILE_KINDS.find((one) => one === file);
  if (!kind) throw new InputError(`no such file: ${file}`, { code: "not found" });
  const { bytes, sha256 } = await stimulusFile(set, stimulus, kind);
  return partOf(bytes, request.headers.get("range"), {
    "content-type": TYPES[kind],
    // Content never changes under its digest; the browser may keep it, others may not.
    "cache-control": "private, max-age=31536000, immutable",
    etag: `"${sha256.slice(0, 32)}"`,
    "content-disposition":
      kind === "mp3" || kind === "svg" ? "inline" : `attachment; filename="${stimulus}.${kind}"`,
  });
});

async function roll(set: string, stimulus: string): Promise<Response> {
  const { bytes } = await stimulusFile(set, stimulus, "mid");
  const { notes, steps } = midiToNotes(bytes);
  const svg = pianoRollSvg(notes, { steps, width: 320, height: 96 });
  return new Response(svg, {
    headers: {
      "content-type": "image/svg+xml",
      "cache-control": "private, max-age=31536000, immutable",
    },
  });
}

/** The whole file, or the range that a player asks for when someone jumps in it. */
function partOf(
  bytes: Uint8Array,
  range: string | null,
  headers: Record<string, string>,
): Response {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? "");
  const total = bytes.length;
  if (!match || (match[1] === "" && match[2] === "")) {
    return new Response(new Uint8Array(bytes), {
      headers: { ...headers, "accept-ranges": "bytes" },
    });
  }
  const start = match[1] === "" ? Math.max(0, total - Number(match[2])) : Number(match[1]);
  const end =
    match[1] === "" || match[2] === "" ? total - 1 : Math.min(total - 1, Number(match[2]));
  if (start > end)
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${total}` } });
  return new Response(new Uint8Array(bytes.subarray(start, end + 1)), {
    status: 206,
    headers: {
      ...headers,
      "accept-ranges": "bytes",
      "content-range": `bytes ${start}-${end}/${total}`,
    },
  });
}
