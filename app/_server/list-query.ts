import "server-only";

/** What a list page was asked for. */
export interface ListQuery {
  search: string;
  sort: string;
  descending: boolean;
  page: number;
  /** Further filters by name. */
  filters: Record<string, string>;
}

/** Parameters of a page's address as Next hands them over. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/**
 * Reads search, sort, direction, page and filters from an address; unknown sorts and senseless
 * pages fall back to the defaults.
 */
export async function listQuery(
  searchParams: SearchParams,
  sorts: readonly string[],
  options: { filters?: readonly string[]; descending?: boolean } = {},
): Promise<ListQuery> {
  const given = await searchParams;
  const one = (name: string) => (Array.isArray(given[name]) ? given[name][0] : given[name]) ?? "";
  const sort = sorts.includes(one("sort")) ? one("sort") : (sorts[0] ?? "");
  const page = Number.parseInt(one("page"), 10);
  const direction = one("direction");
  return {
    search: one("search").trim().slice(0, 200),
    sort,
    descending: direction === "" ? (options.descending ?? false) : direction === "down",
    page: Number.isFinite(page) && page >= 1 ? Math.min(page, 1_000_000) : 1,
    filters: Object.fromEntries(
      (options.filters ?? []).map((name) => [name, one(name).slice(0, 100)]),
    ),
  };
}

/** The address of the same list with something changed; a path's `#part` stays at the end. */
export function listAddress(
  path: string,
  query: ListQuery,
  change: Partial<ListQuery> = {},
): string {
  const { search, sort, descending, page, filters } = { ...query, ...change };
  const parameters = new URLSearchParams({
    ...filters,
    search,
    sort,
    direction: descending ? "down" : "up",
    page: String(page),
  });
  for (const [name, value] of [...parameters]) if (value === "") parameters.delete(name);
  const [place, part] = path.split("#");
  return `${place}?${parameters}${part ? `#${part}` : ""}`;
}
