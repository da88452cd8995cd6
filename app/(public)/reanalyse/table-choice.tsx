"use client";

import { useTranslations } from "next-intl";
import { type DragEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import buttons from "@/app/_components/button.module.css";
import { saveFile } from "@/app/(public)/_statistics/save-file";
import styles from "@/app/(public)/_statistics/statistics.module.css";

/** The example is drawn by the statistics' own code: too much to load before somebody asks. */
const example = async () => (await import("@/lib/stats/example-table")).exampleCsv();

/** A file by its name: its bytes, or the text of the example. */
export interface ChosenTable {
  name: string;
  file: Uint8Array | string;
}

interface Props {
  onChoice: (table: ChosenTable) => void;
  onDifference: (difference: number | null) => void;
}

/** A file is chosen or dropped, or the example taken. */
export function TableChoice({ onChoice, onDifference }: Props) {
  const t = useTranslations("reanalyse");
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file) onChoice({ name: file.name, file: new Uint8Array(await file.arrayBuffer()) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <section
      className={`${styles.panel} ${over ? styles.over : ""}`}
      aria-labelledby="table"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id="table">{t("table")}</h2>
      <p>{t("columns")}</p>
      <p>{t("formats")}</p>
      <p className={styles.soft}>{t("stays")}</p>
      <div className={styles.row}>
        <input
          id="file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          className={styles.file}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <label htmlFor="file" className={`${buttons.button} ${buttons.primary}`}>
          {t("choose")}
        </label>
        <Button
          look="secondary"
          onClick={async () => onChoice({ name: "example.csv", file: await example() })}
        >
          {t("example")}
        </Button>
        <Button
          look="quiet"
          onClick={async () =>
            saveFile("example.csv", new Blob([await example()], { type: "text/csv" }))
          }
        >
          {t("getExample")}
        </Button>
      </div>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          const value = Number(new FormData(event.currentTarget).get("difference"));
          onDifference(value > 0 ? value : null);
        }}
      >
        <div className={styles.field}>
          <label htmlFor="difference">{t("difference")}</label>
          <input
            id="difference"
            name="difference"
            type="number"
            min="0.01"
            step="any"
            className={styles.input}
          />
        </div>
        <Button type="submit" look="secondary">
          {t("usePower")}
        </Button>
      </form>
    </section>
  );
}
