import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { shippedFiles } from "@/app/(public)/compose/shipped-models";
import { META_FILE, WEIGHTS_FILE } from "@/lib/models/checkpoint-meta";

const KINDS: Record<string, { name: string; type: string }> = {
  json: { name: META_FILE, type: "application/json" },
  bin: { name: WEIGHTS_FILE, type: "application/octet-stream" },
};

/**
 * The two files of a shipped checkpoint, under the digest of its weights: `<sha256>.json`, the meta
 * file, and `<sha256>.bin`, the weights. What a digest names never changes.
 */
export async function GET(
  _request: Request,
  context: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await context.params;
  const [digest, ending = ""] = file.split(".");
  const kind = Object.hasOwn(KINDS, ending) ? KINDS[ending] : undefined;
  const found = shippedFiles().find(({ meta }) => meta.weights.sha256 === digest);
  if (!kind || !found) return Response.json({ error: "not found" }, { status: 404 });
  const stream = fs.createReadStream(path.join(found.folder, kind.name));
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: { "content-type": kind.type, "cache-control": "public, max-age=31536000, immutable" },
  });
}
