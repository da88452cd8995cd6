import { Readable } from "node:stream";
import { forStaff } from "@/app/_server/desk-route";
import { EXPORT_LEVELS } from "@/lib/export/columns";
import { recordAct } from "@/lib/services/act/record-act";
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportStream,
} from "@/lib/services/export/export-stream";
import { studyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";

const TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  "csv-wide": "text/csv; charset=utf-8",
  json: "application/json",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  codebook: "application/json",
};

/** Every rating of a study, streamed; who took which export is logged. */
export const GET = forStaff<{ slug: string }>(async ({ staff, request, params }) => {
  const query = new URL(request.url).searchParams;
  const format = EXPORT_FORMATS.find((one) => one === (query.get("format") ?? "csv"));
  if (!format)
    throw new InputError(
      `format: expected ${EXPORT_FORMATS.join(", ")}, got ${query.get("format")}`,
    );
  const freeText = query.get("free-text") === "yes";
  const level = EXPORT_LEVELS.find((one) => one === (query.get("level") ?? "private"));
  if (!level)
    throw new InputError(
      `level: expected ${EXPORT_LEVELS.join(" or ")}, got ${query.get("level")}`,
    );
  const externalIds = query.get("external-ids") === "yes";
  if (externalIds && staff.role !== "admin")
    throw new InputError("only an admin may take external ids", { code: "forbidden" });
  const facts = await studyFacts(params.slug);
  const after = { format, freeText, blind: facts.blind, level, externalIds };
  const pieces = await exportStream(facts, after);
  await recordAct(staff, { act: "study.export", objectKind: "study", objectId: facts.slug, after });
  const extension = format === "codebook" ? "json" : format.replace("csv-wide", "csv");
  const mark = facts.blind
    ? "-blind"
    : facts.unblindedAt
      ? `-unblinded-${facts.unblindedAt.toISOString().slice(0, 10)}`
      : "";
  const kind = format === "codebook" ? "codebook" : format === "csv-wide" ? "wide" : "ratings";
  const shared = level === "shared" ? "-shared" : "";
  const name = `${facts.slug}-${kind}${shared}${mark}.${extension}`;
  return new Response(Readable.toWeb(Readable.from(bytes(pieces))) as ReadableStream, {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
    },
  });
});

async function* bytes(pieces: AsyncIterable<string | Uint8Array>) {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield typeof piece === "string" ? encoder.encode(piece) : piece;
}
