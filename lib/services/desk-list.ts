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

/** The pattern for `ilike` that finds a text anywhere; its own `%`, `_` and `\` count as letters. */
export function likePattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, "\\$&")}%`;
}
