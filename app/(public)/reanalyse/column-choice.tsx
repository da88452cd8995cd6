"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import styles from "@/app/(public)/_statistics/statistics.module.css";
import { LONG_COLUMNS, type RatingColumns } from "@/lib/stats/reading/long-columns";
import type { UnknownColumns } from "@/lib/stats/reading/read-ratings";

interface Props {
  table: UnknownColumns["table"];
  message: string;
  onChoice: (columns: RatingColumns) => void;
}

const REQUIRED: readonly string[] = LONG_COLUMNS.slice(0, 4);

/** The first lines of a table, and which of its columns is what. */
export function ColumnPicker({ table, message, onChoice }: Props) {
  const t = useTranslations("reanalyse");
  const [choice, setChoice] = useState<RatingColumns>(table.guess);
  const choose = (name: keyof RatingColumns, column: string) => {
    const { [name]: _, ...others } = choice;
    setChoice(column === "" ? others : { ...others, [name]: column });
  };
  return (
    <section className={styles.panel} aria-labelledby="pick">
      <h2 id="pick">{t("pick")}</h2>
      <p role="alert">{message}</p>
      <Preview table={table} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChoice(choice);
        }}
      >
        <div className={styles.row}>
          {LONG_COLUMNS.map((name) => (
            <div key={name} className={styles.field}>
              <label htmlFor={`column-${name}`}>
                {name}
                {REQUIRED.includes(name) ? " *" : ""}
              </label>
              <select
                id={`column-${name}`}
                className={styles.input}
                required={REQUIRED.includes(name)}
                value={choice[name] ?? ""}
                onChange={(event) => choose(name, event.target.value)}
              >
                <option value="">–</option>
                {table.header.map((column) => (
                  <option key={column} value={column}>
                    {column}
                  </option>
                ))}
              </select>
            </div>
          ))}
        </div>
        <Button type="submit">{t("useColumns")}</Button>
      </form>
    </section>
  );
}

function Preview({ table: { header, preview } }: Pick<Props, "table">) {
  const t = useTranslations("reanalyse");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <section className={styles.scroll} tabIndex={0} aria-label={t("firstLines")}>
      <table>
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.map((record, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file are told apart by their place
            <tr key={line}>
              {header.map((name) => (
                <td key={name}>{record[name]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
