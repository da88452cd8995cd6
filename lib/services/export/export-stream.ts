import type { ExportLevel } from "@/lib/export/columns";
import { wideCsv } from "@/lib/export/wide";
import { ratingsCsv, ratingsJson } from "@/lib/export/write-ratings";
import { workbook } from "@/lib/export/xlsx";
import { type StudyFacts, studyFacts } from "@/lib/services/study/study-facts";
import { assertNever, InputError } from "@/lib/shared/invariant";
import { exportRatings, type RatingsExport } from "./export-ratings";

/** Formats of a ratings export. */
export const EXPORT_FORMATS = ["csv", "csv-wide", "json", "xlsx", "codebook"] as const;
/** One of `EXPORT_FORMATS`. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an export is asked to be. */
export interface ExportRequest {
  format: ExportFormat;
  /** CSV only: include what people wrote. JSON and workbook always do. */
  freeText: boolean;
  /** Show the blind desk's letters instead of the models' names. */
  blind?: boolean;
  /** private where it is not given */
  level?: ExportLevel;
  /** Append recruitment parameters; who takes them is logged by the caller. */
  externalIds?: boolean;
}

/**
 * A study's export, piece by piece, under the conditions' own names unless `blind` is asked for.
 * @throws InputError for an unknown slug
 */
export async function exportStream(
  study: string | StudyFacts,
  request: ExportRequest,
): Promise<AsyncIterable<string | Uint8Array>> {
  const facts = typeof study === "string" ? await studyFacts(study) : study;
  const { format, blind = false, level = "private", externalIds = false } = request;
  if (externalIds && level === "shared")
    throw new InputError("expected a private export for external ids, got a shared one");
  const freeText = format.startsWith("csv") ? request.freeText : true;
  const ratings = await exportRatings(facts, { freeText, blind, level, externalIds });
  return written(format, ratings);
}

function written(
  format: ExportFormat,
  { columns, codebook, rows }: RatingsExport,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case "csv":
      return ratingsCsv(columns, rows);
    case "csv-wide":
      return wideCsv(
        columns,
        codebook.study.dimensions.map(({ id }) => id),
        rows,
      );
    case "json":
      return ratingsJson(codebook, columns, rows);
    case "xlsx":
      return workbook(
        columns.map(({ name }) => name),
        lines({ columns, codebook, rows }),
      );
    case "codebook":
      return only(`${JSON.stringify(codebook, null, 2)}\n`);
    default:
      return assertNever(format);
  }
}

async function* lines({ columns, rows }: RatingsExport) {
  for await (const batch of rows) yield batch.map((row) => columns.map((column) => column.of(row)));
}

async function* only(text: string) {
  yield text;
}
