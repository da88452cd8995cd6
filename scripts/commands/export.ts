import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Option } from "commander";
import type { RegisterCommands } from "@/scripts/commands/index";
import { writePieces } from "@/scripts/write-pieces";

interface ExportOptions {
  format: "csv" | "csv-wide" | "json" | "xlsx" | "codebook";
  level: "private" | "shared";
  externalIds?: boolean;
  out?: string;
  freeText?: boolean;
}

/** `study export`: every rating of a study as CSV, JSON or workbook, or the codebook alone. */
export const registerExport: RegisterCommands = (program) => {
  program
    .command("export <study>")
    .description(
      "every rating of a study (CSV leaves out what people wrote, unless --free-text is given)",
    )
    .addOption(
      new Option("--format <format>", "format")
        .choices(["csv", "csv-wide", "json", "xlsx", "codebook"])
        .default("csv"),
    )
    .addOption(
      new Option("--level <level>", "shared: new ids, relative times, nothing that people wrote")
        .choices(["private", "shared"])
        .default("private"),
    )
    .option("--external-ids", "append what recruitment handed over (private level; logged)")
    .option("--out <file>", "write to a file instead of standard output")
    .option(
      "--free-text",
      "CSV: add comments and exclusion reasons, unchanged (open it in R or Python)",
    )
    .action(async (slug: string, options: ExportOptions) => {
      const { closeDatabase } = await import("@/lib/services/database");
      try {
        const { exportStream } = await import("@/lib/services/export/export-stream");
        const pieces = await exportStream(slug, {
          format: options.format,
          freeText: options.freeText ?? false,
          level: options.level,
          externalIds: options.externalIds ?? false,
        });
        if (options.externalIds) await logExternalIds(slug);
        await (options.out ? writePieces(options.out, pieces) : print(pieces));
      } finally {
        await closeDatabase();
      }
    });
};

/** External ids name people: taking them is written down. */
async function logExternalIds(slug: string): Promise<void> {
  const { CLI_ACTOR, recordAct } = await import("@/lib/services/act/record-act");
  const after = { level: "private", externalIds: true };
  const act = { act: "study.export", objectKind: "study", objectId: slug, after };
  await recordAct(CLI_ACTOR, act);
}

/** Prints the pieces; a reader that has seen enough (`| head`) ends it without an error. */
async function print(pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}
