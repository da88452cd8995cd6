import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

// What the query builder has no words for, each typed by what the database gives back.

/** The moment by the database's clock. */
export const databaseNow = (): SQL<Date> => sql<Date>`now()`;

/** The moment so many seconds ago by the database's clock. */
export const secondsAgo = (seconds: number): SQL<Date> =>
  sql<Date>`now() - make_interval(secs => ${seconds})`;

/** Seconds between two moments. */
export const secondsBetween = (from: SQLWrapper, to: SQLWrapper): SQL<number> =>
  sql<number>`extract(epoch from ${to} - ${from})::float8`;

/** How many rows of the group meet a condition. */
export const countWhere = (condition: SQLWrapper): SQL<number> =>
  sql`count(*) filter (where ${condition})`.mapWith(Number);

/** How many rows the whole list has, on each row of one of its pages. */
export const totalRows = (): SQL.Aliased<number> =>
  sql`count(*) over ()`.mapWith(Number).as("total");

/** The sum over a group; 0 where it is empty. */
export const sumOf = (value: SQLWrapper): SQL<number> =>
  sql`coalesce(sum(${value}), 0)`.mapWith(Number);

/** The mean of a group. */
export const meanOf = (value: SQLWrapper): SQL<number> => sql<number>`avg(${value})::float8`;

/** The standard deviation of a group (n − 1); null for one value. */
export const deviationOf = (value: SQLWrapper): SQL<number | null> =>
  sql<number | null>`stddev_samp(${value})::float8`;

/** The median of a group; null where it is empty. */
export const medianOf = (value: SQLWrapper): SQL<number | null> =>
  sql<number | null>`percentile_cont(0.5) within group (order by ${value})::float8`;

/** A field of a JSON object, or of one inside it, as text; null where it is missing. */
export const textIn = (json: SQLWrapper, ...path: string[]): SQL<string | null> =>
  sql<string | null>`(${json} #>> ${sql.param(path)}::text[])`;

/** A field of a JSON object as a number; null where it is missing. */
export const numberIn = (json: SQLWrapper, field: string): SQL<number | null> =>
  sql<number | null>`${textIn(json, field)}::float8`;

type Term = SQLWrapper | string | number;

const listed = (terms: readonly Term[]): SQL =>
  sql.join(
    terms.map((one) => term(one)),
    sql`, `,
  );

/** A value or a column as itself, where a term is asked for. */
export const term = <T>(value: Term): SQL<T> => sql<T>`${value}`;

/** The first of the values that is not null. */
export const firstOf = <T>(...values: Term[]): SQL<T> => sql<T>`coalesce(${listed(values)})`;

/** Values as text with something between them, without those that are missing. */
export const wordsWith = (between: string, ...values: SQLWrapper[]): SQL<string> =>
  sql<string>`concat_ws(${between}, ${listed(values)})`;

/** The place of a text in a list, from 1; null where it is not in there. */
export const placeIn = (list: readonly string[], text: SQLWrapper): SQL<number | null> =>
  sql<number | null>`array_position(${sql.param([...list])}::text[], ${text})`;

/** A text without regard to capitals. */
export const inLowerCase = (text: SQLWrapper): SQL<string> => sql<string>`lower(${text})`;

/** A list's order, with what is missing at its end. */
export const nullsLast = (order: SQL): SQL => sql`${order} nulls last`;

/** A condition that no row meets. */
export const NEVER: SQL = sql`false`;

/** Waits until no other transaction holds the lock of this name, and holds it to the end of this one. */
export const advisoryLock = (name: string): SQL =>
  sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;

/** Changes settings of the server to the end of the transaction. */
export const settings = (values: Readonly<Record<string, string>>): SQL =>
  sql`select set_config(key, value, true) from jsonb_each_text(${JSON.stringify(values)}::jsonb)`;
