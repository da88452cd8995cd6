import type { NextApiRequest, NextApiResponse } from "next";
import { toneBytes } from "@/app/_clips/tone-bytes";
import { type ServedClip, serveClip } from "@/lib/services/trial/serve-clip";
import { byteRange } from "@/lib/shared/byte-range";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import { DECLARED_CLOCK_HEADER } from "@/lib/study/participant-requests";

/** The answer is a file: no limit on its size. */
export const config = { api: { responseLimit: false, bodyParser: false } };

/**
 * GET or HEAD /api/clips/<token>: a clip's bytes with length and ranges. Every clip has the same
 * headers; the ETag comes from the token, so that equal content under two tokens cannot be told.
 */
export default async function handler(
  request: NextApiRequest,
  response: NextApiResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD").status(405).end();
    return;
  }
  try {
    const token = String(request.query.token);
    const clip = await serveClip(token, declaredNow(request));
    if (!clip) response.status(404).end();
    else await send(request, response, token, clip);
  } catch (error) {
    if (!(error instanceof ParticipantRefusal)) console.error(error);
    response.status(error instanceof ParticipantRefusal ? 403 : 503).end();
  }
}

function declaredNow(request: NextApiRequest): number | null {
  const declared = Number(request.headers[DECLARED_CLOCK_HEADER] ?? Number.NaN);
  return Number.isSafeInteger(declared) ? declared : null;
}

async function send(
  request: NextApiRequest,
  response: NextApiResponse,
  token: string,
  clip: ServedClip,
): Promise<void> {
  const bytes = clip.kind === "mp3" ? clip.bytes : await toneBytes(clip.tone);
  const etag = `"${token}"`;
  response.setHeader("content-type", clip.kind === "mp3" ? "audio/mpeg" : "audio/wav");
  response.setHeader("accept-ranges", "bytes");
  response.setHeader("etag", etag);
  response.setHeader("cache-control", "private, max-age=86400, no-transform");
  response.setHeader("x-content-type-options", "nosniff");
  if (request.headers["if-none-match"] === etag) {
    response.status(304).end();
    return;
  }
  const range = byteRange(request.headers.range, bytes.length);
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${bytes.length}`).status(416).end();
    return;
  }
  const { from, to } = range ?? { from: 0, to: bytes.length - 1 };
  if (range) response.setHeader("content-range", `bytes ${from}-${to}/${bytes.length}`);
  response.setHeader("content-length", to - from + 1).status(range ? 206 : 200);
  response.end(request.method === "HEAD" ? undefined : Buffer.from(bytes.subarray(from, to + 1)));
}
