import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/app/_components/button";
import { type ListQuery, listAddress } from "@/app/_server/list-query";
import styles from "@/app/admin/_desk/desk-styles";
import { InputField, SelectField } from "@/app/admin/_desk/fields";

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
        <InputField
          id="search"
          label="Search"
          type="search"
          defaultValue={query.search}
          placeholder={placeholder}
        />
        {filters.map(({ name, label, options }) => (
          <SelectField
            key={name}
            id={name}
            label={label}
            defaultValue={query.filters[name] ?? ""}
            options={[["", "All"], ...options]}
          />
        ))}
        {sorts.length > 0 ? (
          <SelectField id="sort" label="Order by" defaultValue={query.sort} options={sorts} />
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
