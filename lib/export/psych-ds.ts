import type { ExportColumn } from "./columns";

/** A column of a data file, as the data set's description tells of it. */
export type DescribedColumn = Pick<
  ExportColumn,
  "name" | "type" | "description" | "unit" | "levels"
>;

/** What the description of a data set says beside its columns. */
export interface DatasetFacts {
  name: string;
  description: string;
  keywords: string[];
  columns: readonly DescribedColumn[];
}

/**
 * The content of `dataset_description.json` of a Psych-DS data set: schema.org's Dataset with one
 * PropertyValue for every column header of its data files. Columns of one name are described once.
 * @source the rules and conventions of Psych-DS (psych-ds.github.io)
 */
export function datasetDescription({ name, description, keywords, columns }: DatasetFacts): object {
  const once = new Map(columns.map((column) => [column.name, column]));
  return {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name,
    description,
    schemaVersion: "Psych-DS 0.4.0",
    keywords,
    variableMeasured: [...once.values()].map((column) => ({
      "@type": "PropertyValue",
      name: column.name,
      description: column.levels
        ? `${column.description}. One of: ${column.levels.join(", ")}`
        : column.description,
      ...(column.unit ? { unitText: column.unit } : {}),
    })),
  };
}

/** The name of a data file: `study-<slug>_<what>_data.csv`, keywords as Psych-DS wants them. */
export function dataFileName(slug: string, what: string): string {
  const value = slug.replace(/[^A-Za-z0-9]/g, "");
  return `study-${value}_description-${what}_data.csv`;
}

/**
 * Checks a folder against the rules of Psych-DS: description and its fields, folder `data`, names
 * of data files, headers equal to the described variables, lines of one length.
 * @param files path → text of `dataset_description.json` and of what lies under `data/`
 * @param cellsOf reads a CSV text into lines of cells
 * @returns each broken rule in a sentence; empty when the data set is in order
 */
export function psychDsProblems(
  files: ReadonlyMap<string, string>,
  cellsOf: (csv: string) => string[][],
): string[] {
  const data = [...files].filter(([path]) => path.startsWith("data/") && path.endsWith(".csv"));
  const described = descriptionProblems(files.get("dataset_description.json"));
  const headers = new Set<string>();
  const problems = data.flatMap(([path, text]) => {
    const [header = [], ...lines] = cellsOf(text);
    for (const name of header) headers.add(name);
    return fileProblems(path, header, lines);
  });
  if (data.length === 0) problems.push("expected at least one data file under data/");
  const { names } = described;
  const missing = [...headers].filter((name) => !names.has(name));
  const extra = [...names].filter((name) => !headers.has(name));
  if (missing.length > 0) problems.push(`columns not described: ${missing.join(", ")}`);
  if (extra.length > 0) problems.push(`described, but in no data file: ${extra.join(", ")}`);
  return [...described.problems, ...problems];
}

function descriptionProblems(text: string | undefined): { problems: string[]; names: Set<string> } {
  if (text === undefined)
    return { problems: ["expected dataset_description.json in the root"], names: new Set() };
  const value = JSON.parse(text) as Record<string, unknown>;
  const problems: string[] = [];
  for (const field of ["name", "description"]) {
    if (typeof value[field] !== "string" || value[field] === "")
      problems.push(`dataset_description.json: expected a text as ${field}`);
  }
  if (value["@type"] !== "Dataset") problems.push("expected @type Dataset");
  if (!/^https?:\/\/schema\.org\/?$/.test(String(value["@context"])))
    problems.push("expected schema.org as @context");
  const variables = Array.isArray(value.variableMeasured) ? value.variableMeasured : [];
  if (variables.length === 0) problems.push("expected a list as variableMeasured");
  const names = variables.map((one) => (typeof one === "string" ? one : String(one.name)));
  if (variables.some((one) => typeof one === "object" && one["@type"] !== "PropertyValue"))
    problems.push("variableMeasured: expected objects of @type PropertyValue");
  return { problems, names: new Set(names) };
}

function fileProblems(path: string, header: readonly string[], lines: string[][]): string[] {
  const name = path.split("/").at(-1) ?? "";
  const problems: string[] = [];
  if (!/^([a-z]+-[A-Za-z0-9]+_)+data\.csv$/.test(name))
    problems.push(`${path}: expected keyword-value pairs, then _data.csv`);
  if (header.length === 0 || header.includes("")) problems.push(`${path}: expected a header`);
  if (lines.length === 0) problems.push(`${path}: expected at least one line of data`);
  const odd = lines.findIndex((cells) => cells.length !== header.length);
  if (odd >= 0) problems.push(`${path}, line ${odd + 2}: expected ${header.length} cells`);
  const ids = header.indexOf("row_id");
  if (ids >= 0 && new Set(lines.map((cells) => cells[ids])).size < lines.length)
    problems.push(`${path}: expected a unique row_id in every line`);
  return problems;
}
