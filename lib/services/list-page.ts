import { type AnyColumn, ilike, or, type SQL, type SQLWrapper } from "drizzle-orm";

/** What one page of a list is asked for. */
export interface ListRequest {
  search: string;
  sort: string;
  descending: boolean;
  /** From 1. */
  page: number;
  size: number;
  filters: Record<string, string>;
}

/** One page of a list, and how many rows the whole list has. */
export interface ListPage<R> {
  rows: R[];
  total: number;
}

/** Rows that carry the list's whole length in `total` (`count(*) over ()`) as a page. */
export function pageOf<R>(rows: readonly (R & { total: number })[]): ListPage<R> {
  return { rows: [...rows], total: rows[0]?.total ?? 0 };
}

/** That one of the columns holds the text searched for, whatever its capitals; undefined where nothing is searched for. */
export function searched(search: string, ...columns: SQLWrapper[]): SQL | undefined {
  if (search === "") return undefined;
  // Its own `%`, `_` and `\` count as letters.
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return or(...columns.map((column) => ilike(column as AnyColumn, pattern)));
}

/** A condition as the reader may know it: a blind desk knows its label alone. */
export interface LabelledId {
  id: string;
  label: string;
}

/** Conditions in the order of their labels, and those whose label holds what is searched for: ids. */
export function conditionsByLabel(
  conditions: readonly LabelledId[],
  search: string,
): { order: string[]; found: string[] } {
  const byLabel = [...conditions].sort((a, b) => a.label.localeCompare(b.label));
  const holds = ({ label }: LabelledId) => label.toLowerCase().includes(search.toLowerCase());
  const ids = (some: readonly LabelledId[]) => some.map(({ id }) => id);
  return { order: ids(byLabel), found: ids(byLabel.filter(holds)) };
}
