import { csvHeader, csvLine } from "@/lib/export/csv";
import { tableFigure } from "@/lib/figures/table-figure";
import { type ComparedTable, PAPER_DIFFERENCES } from "@/lib/training/paper-table";
import type { TrainingTable } from "@/lib/training/table";
import {
  formatTableValue,
  paperValues,
  TABLE_COLUMNS,
  tableCorpora,
  tableValues,
} from "@/lib/training/table-columns";

/** Forms in which `study table` writes. */
export const TABLE_FORMATS = ["markdown", "json", "csv", "svg"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

const NOTES = `Loss: mean cross-entropy in nats of the weights named by the checkpoint, on every ninth training window, without the L2 penalty. Time: training, validation left out. Converge epochs: first pass with training accuracy over 0.85, −1 if none. Held-out: all windows of the evaluation text; unseen: those of them that do not stand in the training text with their label. "To n-gram" and "to linear": held-out loss less the baseline's, negative is better. Overfits: validation loss had risen by over 1 % above its best when the run ended; the best weights are the ones measured. Ms/event: best time of a generated event for each of 1 or 64 clips, through the TensorFlow backend of the run that measured it; own: through our own inference.`;

function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return line(titles) + line(titles.map(() => "---")) + rows.map(line).join("");
}

function shownRows(table: TrainingTable, corpus: string): string[][] {
  return tableValues(table, corpus).rows.map((row) =>
    row.map((value, c) => formatTableValue(value, TABLE_COLUMNS[c]!)),
  );
}

function methodText(table: TrainingTable, corpus: string): string {
  const baselines = table.baselines.find((b) => b.corpus === corpus);
  return baselines ? `Baselines: ${baselines.method}.` : "Baselines: not computed: corpus absent.";
}

function markdown(
  table: TrainingTable,
  compared: ComparedTable,
  corpora: readonly string[],
): string {
  const titles = TABLE_COLUMNS.map(({ title }) => title);
  const parts = corpora.map(
    (corpus) =>
      `## ${corpus}\n\n${markdownTable(titles, shownRows(table, corpus))}\n${methodText(table, corpus)}\n`,
  );
  const paper = paperValues(compared);
  const differences = Object.values(PAPER_DIFFERENCES).map((text) => `- ${text}\n`);
  return `# Training table\n\n${NOTES}\n\n${parts.join("\n")}\n## The paper's table, and ours by the protocol table\n\n${markdownTable(paper.titles, paper.rows)}\n${paper.orders.join("; ")}.\n\n${differences.join("")}`;
}

function csv(table: TrainingTable, corpora: readonly string[]): string {
  const lines = corpora.flatMap((corpus) => tableValues(table, corpus).rows.map(csvLine));
  return csvHeader(TABLE_COLUMNS.map(({ name }) => name)) + lines.join("");
}

/** Columns that a figure has room for. */
const FIGURE_COLUMNS = [
  ...["model", "loss", "time_s", "converge_epochs", "weights", "validation_loss"],
  ...["held_out_loss", "held_out_accuracy", "unseen_loss", "to_ngram", "to_linear", "overfits"],
  ...["ms_event_batch1", "ms_event_batch64", "epochs"],
];

function svg(table: TrainingTable, corpus: string): string {
  const kept = FIGURE_COLUMNS.map((name) => TABLE_COLUMNS.findIndex((c) => c.name === name));
  const rows = shownRows(table, corpus).map((row) => kept.map((c) => row[c]!));
  return tableFigure({
    title: `Training table: ${corpus}`,
    description: NOTES,
    columns: kept.map((c) => ({ title: TABLE_COLUMNS[c]!.title, numeric: c !== kept[0] })),
    rows,
    ruleBefore: table.rows.filter((row) => row.corpus === corpus).length,
  });
}

/**
 * The table as text in one form.
 * @param compared the paper's table beside ours, for the form markdown
 * @param corpus one corpus only; all when left out (a figure shows one: the first)
 */
export function trainingTableText(
  table: TrainingTable,
  compared: ComparedTable,
  format: TableFormat,
  corpus?: string,
): string {
  const corpora = corpus === undefined ? tableCorpora(table) : [corpus];
  switch (format) {
    case "markdown":
      return markdown(table, compared, corpora);
    case "csv":
      return csv(table, corpora);
    case "svg":
      return svg(table, corpora[0] ?? "bach");
    case "json": {
      const only = <T extends { corpus: string }>(list: T[]) =>
        list.filter((entry) => corpora.includes(entry.corpus));
      const chosen = { ...table, baselines: only(table.baselines), rows: only(table.rows) };
      return `${JSON.stringify(chosen, null, 2)}\n`;
    }
  }
}
