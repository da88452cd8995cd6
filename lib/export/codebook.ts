import type { ExportColumn } from "./columns";

/** What a codebook says beside the columns. */
export interface CodebookStudy {
  slug: string;
  title: string;
  mode: string;
  dimensions: {
    id: string;
    name: string;
    question: string;
    min: number;
    max: number;
    low: string;
    high: string;
  }[];
  conditions: string[];
}

/** A codebook as data: what each column of the ratings table means. */
export interface Codebook {
  study: CodebookStudy;
  rows: string;
  /** What to think of before the table is passed on. */
  warnings: string[];
  columns: {
    name: string;
    type: string;
    unit?: string;
    levels?: readonly string[];
    description: string;
  }[];
}

/** The codebook of a ratings export, from the same list that writes the columns. */
export function codebook(
  study: CodebookStudy,
  columns: readonly ExportColumn[],
  warnings: readonly string[] = [],
): Codebook {
  return {
    study,
    rows: "One row per rating: one value by one participant on one dimension in one trial.",
    warnings: [...warnings],
    columns: columns.map(({ name, type, unit, levels, description }) => ({
      name,
      type,
      ...(unit === undefined ? {} : { unit }),
      ...levelsOf(name, levels, study),
      description,
    })),
  };
}

function levelsOf(name: string, levels: readonly string[] | undefined, study: CodebookStudy) {
  if (levels) return { levels };
  if (name === "condition") return { levels: study.conditions };
  if (name === "dimension") return { levels: study.dimensions.map(({ id }) => id) };
  return {};
}
