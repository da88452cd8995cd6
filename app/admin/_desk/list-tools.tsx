import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/app/_components/button";
import { type ListQuery, listAddress } from "@/app/_server/list-query";
import styles from "@/app/admin/_desk/desk-styles";

interface Filter {
  name: string;
  label: string;
  options: readonly (readonly [value: string, label: string])[];
}

/** Search field and filters of a list; a plain GET form, so every view has its address. */
export function ListFilters({
  path,
  query,
  placeholder,
  filters = [],
  sorts = [],
}: {
  path: string;
  query: ListQuery;
  placeholder: string;
  filters?: Filter[];
  /** Orders to choose from, for lists without column heads. */
  sorts?: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <search>
      <form action={path} className={styles.filters}>
        <div className={styles.field}>
          <label htmlFor="search">Search</label>
          <input
            id="search"
            name="search"
            type="search"
            className={styles.input}
            defaultValue={query.search}
            placeholder={placeholder}
          />
        </div>
        {filters.map((filter) => (
          <div className={styles.field} key={filter.name}>
            <label htmlFor={filter.name}>{filter.label}</label>
            <select
              id={filter.name}
              name={filter.name}
              className={styles.input}
              defaultValue={query.filters[filter.name] ?? ""}
            >
              <option value="">All</option>
              {filter.options.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        ))}
        {sorts.length > 0 ? (
          <div className={styles.field}>
            <label htmlFor="sort">Order by</label>
            <select id="sort" name="sort" className={styles.input} defaultValue={query.sort}>
              {sorts.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        ) : (
          <input type="hidden" name="sort" value={query.sort} />
        )}
        <input type="hidden" name="direction" value={query.descending ? "down" : "up"} />
        <Button type="submit" look="secondary" className={styles.small ?? ""}>
          Show
        </Button>
      </form>
    </search>
  );
}

/** A column head that sorts the list by this column, and turns it round when it does already. */
export function SortHead({
  path,
  query,
  by,
  children,
}: {
  path: string;
  query: ListQuery;
  by: string;
  children: ReactNode;
}) {
  const current = query.sort === by;
  const descending = current ? !query.descending : false;
  return (
    <Link
      href={listAddress(path, query, { sort: by, descending, page: 1 })}
      title="Sort by this column"
    >
      {children}
      {current ? (query.descending ? " ↓" : " ↑") : ""}
    </Link>
  );
}
