import type { ReactNode } from "react";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";

/** Colours of a badge: never the only signal, the word says it too. */
export type Tone = "plain" | "good" | "warn" | "bad" | "accent";

/** A short word about a state. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`${tableStyles.badge} ${tone === "plain" ? "" : tableStyles[tone]}`}>
      {children}
    </span>
  );
}

/** The head of a page: title, one line about it, and its acts. */
export function PageHead({
  title,
  lead,
  children,
  heading: Heading = "h1",
}: {
  title: ReactNode;
  lead?: ReactNode;
  children?: ReactNode;
  /** h2 for a page below a study's own head. */
  heading?: "h1" | "h2";
}) {
  return (
    <header className={frameStyles.head}>
      <div>
        <Heading>{title}</Heading>
        {lead ? <div className={frameStyles.lead}>{lead}</div> : null}
      </div>
      {children ? <div className={frameStyles.row}>{children}</div> : null}
    </header>
  );
}

/** A framed part of a page. */
export function Panel({
  id,
  title,
  children,
  acts,
}: {
  /** Where an address's `#part` leads. */
  id?: string;
  title?: ReactNode;
  children: ReactNode;
  acts?: ReactNode;
}) {
  return (
    <section id={id} className={frameStyles.panel}>
      {title ? (
        <div className={frameStyles.panelHead}>
          <h2>{title}</h2>
          {acts ? <div className={frameStyles.row}>{acts}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

/** What stands where nothing is yet: what it is, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={partStyles.empty}>
      <p>
        <strong>{title}</strong>
      </p>
      {children ? <p>{children}</p> : null}
    </div>
  );
}

/** A message above a page. */
export function Notice({
  tone = "plain",
  children,
}: {
  tone?: "plain" | "warn" | "bad";
  children: ReactNode;
}) {
  const more = tone === "warn" ? partStyles.noticeWarn : tone === "bad" ? partStyles.noticeBad : "";
  return <div className={`${partStyles.notice} ${more}`}>{children}</div>;
}

/** One column of a table. */
export interface Column<R> {
  key: string;
  head: ReactNode;
  /** Numbers stand to the right. */
  number?: boolean;
  cell: (row: R) => ReactNode;
}

/** A table that scrolls by itself when the screen is narrow; the first column heads its row. */
export function Table<R>(props: {
  caption: string;
  columns: Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
}) {
  const { caption, columns, rows, rowKey } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={tableStyles.scroll} aria-label={caption} tabIndex={0}>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={column.number ? tableStyles.number : undefined}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th
                    key={column.key}
                    scope="row"
                    className={column.number ? tableStyles.number : undefined}
                  >
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={column.number ? tableStyles.number : undefined}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** n of N with a bar. */
export function Meter({ done, total }: { done: number; total: number }) {
  return (
    <span>
      <Bar share={total > 0 ? Math.min(1, done / total) : 0} />
      {done} of {total}
    </span>
  );
}

/** How much of something is done, 0 to 1, with a bar. */
export function ShareDone({ done }: { done: number }) {
  return (
    <span className={partStyles.time}>
      <Bar share={done} />
      {Math.round(done * 100)} %
    </span>
  );
}

function Bar({ share }: { share: number }) {
  return (
    <span className={tableStyles.meter} aria-hidden="true">
      <span style={{ inlineSize: `${share * 100}%` }} />
    </span>
  );
}

/** Rows of a name and what is known about it; values may carry an element. */
export type FactRows = readonly (readonly [name: string, value: ReactNode])[];

/** What is known about one thing, name by name. */
export function Facts({ rows }: { rows: FactRows }) {
  return (
    <dl className={partStyles.facts}>
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
