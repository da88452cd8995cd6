"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/app/(public)/models/models.module.css";

/** A row of the table: a network, or a baseline that stays below. */
export interface TrainingRowView {
  name: string;
  baseline: boolean;
  loss: number | null;
  seconds: number | null;
  convergePass: number | null;
  parameters: number | null;
  heldOut: number;
  unseen: number;
  accuracy: number;
  passes: number | null;
  msPerEvent: number | null;
}

const COLUMNS = [
  ["loss", 4],
  ["seconds", 0],
  ["convergePass", 0],
  ["parameters", 0],
  ["heldOut", 4],
  ["unseen", 4],
  ["accuracy", 3],
  ["passes", 2],
  ["msPerEvent", 2],
] as const;
type Column = "name" | (typeof COLUMNS)[number][0];

interface Order {
  column: Column;
  down: boolean;
}

/** Models before baselines; within them by the column, missing values last. */
function compare({ column, down }: Order) {
  return (a: TrainingRowView, b: TrainingRowView): number => {
    if (a.baseline !== b.baseline) return a.baseline ? 1 : -1;
    const [x, y] = [a[column], b[column]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const by = typeof x === "string" ? x.localeCompare(String(y)) : x - Number(y);
    return down ? -by : by;
  };
}

/** The training table; a click on a heading sorts it. */
export function SortableTrainingTable({
  rows,
  label,
}: {
  rows: readonly TrainingRowView[];
  label: string;
}) {
  const t = useTranslations("models.table");
  const format = useFormatter();
  const [order, setOrder] = useState<Order>({ column: "heldOut", down: false });
  const choose = (column: Column) =>
    setOrder((before) => ({ column, down: before.column === column && !before.down }));
  const heading = (column: Column) => (
    <th key={column} scope="col" aria-sort={sortOf(order, column)}>
      <button type="button" onClick={() => choose(column)}>
        {t(`columns.${column}`)}
        <span aria-hidden="true">{arrowOf(order, column)}</span>
      </button>
    </th>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {heading("name")}
            {COLUMNS.map(([column]) => heading(column))}
          </tr>
        </thead>
        <tbody>
          {[...rows].sort(compare(order)).map((row) => (
            <tr key={row.name} className={row.baseline ? styles.baseline : undefined}>
              <th scope="row">{row.name}</th>
              {COLUMNS.map(([column, digits]) => (
                <td key={column}>{cell(row[column], digits, column === "convergePass")}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );

  function cell(value: number | null, digits: number, converge: boolean): string {
    if (value === null) return "–";
    if (converge && value < 0) return t("never");
    return format.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }
}

function sortOf(order: Order, column: Column) {
  if (order.column !== column) return undefined;
  return order.down ? "descending" : "ascending";
}

function arrowOf(order: Order, column: Column): string {
  if (order.column !== column) return "";
  return order.down ? " ▼" : " ▲";
}
