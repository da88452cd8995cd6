import { APPENDED, LEADING } from "./column-list";
import type { Cell } from "./csv";
import type { ExportRow } from "./export-row";

export type { ExportRow } from "./export-row";

/** Private exports hold what is stored; shared ones can be published beside a paper. */
export const EXPORT_LEVELS = ["private", "shared"] as const;
/** One of `EXPORT_LEVELS`. */
export type ExportLevel = (typeof EXPORT_LEVELS)[number];

/** What a column holds, for the codebook. */
export type ColumnType = "text" | "whole number" | "number" | "yes/no" | "time" | "category";

/** One column of the ratings export: the only place where it is described. */
export interface ExportColumn {
  name: string;
  type: ColumnType;
  description: string;
  /** Unit of a number, where it has one. */
  unit?: string;
  /** The values that a category can take, where they are known before. */
  levels?: readonly string[];
  /** Text that a participant wrote: left out of CSV unless it is asked for. */
  free?: boolean;
  /** Stands in exports of this level only; without it in both. */
  level?: ExportLevel;
  /** Differs between the dimensions of one trial: wide tables have one for each. */
  byDimension?: boolean;
  of(row: ExportRow): Cell;
}

/** What an export holds. */
export interface ColumnChoice {
  /** Names of the stimulus set's factor columns, appended as `factor_<name>`. */
  factors: readonly string[];
  /** Include what people wrote (comments, reasons); never in a shared export. */
  freeText: boolean;
  /** private where it is not given */
  level?: ExportLevel;
  /** Recruitment parameters to append as `external_<name>`; never in a shared export. */
  externalIds?: readonly string[];
}

/** The columns of a ratings export, in their fixed order. */
export function exportColumns(choice: ColumnChoice): ExportColumn[] {
  const { factors, level = "private", externalIds = [] } = choice;
  const freeText = choice.freeText && level === "private";
  const fixed = [...LEADING, ...APPENDED].filter(
    (column) => (freeText || !column.free) && (column.level ?? level) === level,
  );
  const external = level === "private" ? externalIds.map(externalColumn) : [];
  return [...fixed, ...factors.map(factorColumn), ...external];
}

function factorColumn(name: string): ExportColumn {
  return {
    name: `factor_${name}`,
    type: "category",
    description: `The stimulus set's factor "${name}"`,
    of: (row) => row.factors[name] ?? null,
  };
}

function externalColumn(name: string): ExportColumn {
  return {
    name: `external_${name}`,
    type: "text",
    description: `Recruitment parameter "${name}": names a person elsewhere, never to be published`,
    of: (row) => row.externalIds[name] ?? null,
  };
}
