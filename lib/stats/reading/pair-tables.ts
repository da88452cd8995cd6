import { InputError } from "@/lib/shared/invariant";
import type { CsvTable } from "@/lib/tables/csv-table";
import { hasColumns } from "./table-shape";

/** Columns of the tables in which two clips are compared and one is preferred. */
const PAIRS: readonly (readonly string[])[] = [
  ["a_system_tag", "b_system_tag"],
  ["system_a", "system_b"],
  ["model_a", "model_b"],
  ["choice_reference", "choice_non_reference"],
  ["a_metadata", "b_metadata", "vote"],
];

/**
 * Comparisons of two clips (Music Arena's votes, webMUSHRA's paired comparisons) are no ratings: a
 * preference has no value on a scale, and the analyses here would make numbers up for it.
 * @throws InputError for such a table, or for a JSON file
 */
export function refusePairs({ header }: CsvTable): void {
  const plain = header.map((name) => name.trim().toLowerCase().replaceAll(".", "_"));
  if (PAIRS.some((columns) => hasColumns(plain, ...columns))) {
    throw new InputError(
      "ratings table: expected ratings of single clips, got comparisons of two; a preference is no value on a scale, and these analyses can't be made from it",
    );
  }
  if (/^\s*[[{]/.test(header[0] ?? "")) {
    throw new InputError("ratings table: expected a table (CSV), got JSON; export the data as CSV");
  }
}
