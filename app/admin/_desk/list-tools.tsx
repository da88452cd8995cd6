import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/app/_components/button";
import { type ListQuery, listAddress } from "@/app/_server/list-query";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";

interface Filter {
  name: string;
  label: string;
  options: readonly (readonly [value: string, label: string])[];
  /** Always one of the options: there is no "All". */
  always?: boolean;
}

/** Search field and filters of a list; a plain GET form, so every view has its address. */
export function ListFilters({
  path,
  query,
  placeholder,
  filters = [],
  sorts = [],
  kept = [],
}: {
  path: string;
  query: ListQuery;
  placeholder: string;
  filters?: Filter[];
  /** Orders to choose from, for lists without column heads. */
  sorts?: readonly (readonly [value: string, label: string])[];
  /** Names of filters that are set elsewhere on the page and stay as they are. */
  kept?: readonly string[];
}) {
  return (
    <search>
      <form action={path} className={fieldStyles.filters}>
        <InputField
          id="search"
          label="Search"
          type="search"
          defaultValue={query.search}
          placeholder={placeholder}
        />
        {filters.map(({ name, label, options, always }) => (
          <SelectField
            key={name}
            id={name}
            label={label}
            defaultValue={query.filters[name] ?? ""}
            options={always ? options : [["", "All"], ...options]}
          />
        ))}
        {sorts.length > 0 ? (
          <SelectField id="sort" label="Order by" defaultValue={query.sort} options={sorts} />
        ) : (
          <input type="hidden" name="sort" value={query.sort} />
        )}
        {kept.map((name) =>
          query.filters[name] ? (
            <input key={name} type="hidden" name={name} value={query.filters[name]} />
          ) : null,
        )}
        <input type="hidden" name="direction" value={query.descending ? "down" : "up"} />
        <Button type="submit" look="secondary" className={frameStyles.small ?? ""}>
          Show
        </Button>
      </form>
    </search>
  );
}

/** Which part of a list is shown, with links to its neighbouring pages. */
export function ListPager({
  path,
  query,
  size,
  total,
}: {
  path: string;
  query: ListQuery;
  size: number;
  total: number;
}) {
  const { page } = query;
  const pages = Math.max(1, Math.ceil(total / size));
  const first = total === 0 ? 0 : (page - 1) * size + 1;
  const to = (number: number, words: string) => (
    <Link href={listAddress(path, query, { page: number })}>{words}</Link>
  );
  return (
    <nav className={tableStyles.pager} aria-label="Pages">
      <span>
        {first.toLocaleString("en-GB")}–{Math.min(total, page * size).toLocaleString("en-GB")} of{" "}
        {total.toLocaleString("en-GB")}
      </span>
      <span className={frameStyles.row}>
        {page > 1 ? to(page - 1, "Previous") : null}
        <span>
          Page {page} of {pages}
        </span>
        {page < pages ? to(page + 1, "Next") : null}
      </span>
    </nav>
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
