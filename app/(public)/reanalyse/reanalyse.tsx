"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/app/(public)/_statistics/statistics.module.css";
import { type Computation, useStatistics } from "@/app/(public)/_statistics/use-statistics";
import type { RatingColumns } from "@/lib/stats/reading/long-columns";
import { ColumnPicker } from "./column-choice";
import { type ChosenTable, TableChoice } from "./table-choice";

// Drawings and tables of a report: fetched while the first one is computed.
const findings = () => import("./findings");
const Findings = dynamic(async () => (await findings()).Findings);

/** A table is chosen, computed in the page's worker, and shown. Nothing leaves the browser. */
export function Reanalyse() {
  const { state, ask } = useStatistics();
  const [table, setTable] = useState<ChosenTable | null>(null);
  const [columns, setColumns] = useState<RatingColumns | null>(null);
  const [difference, setDifference] = useState<number | null>(null);
  const compute = (chosen: ChosenTable, wanted: number | null, picked: RatingColumns | null) => {
    setTable(chosen);
    setColumns(picked);
    void findings();
    ask({ kind: "analyse", file: chosen.file, difference: wanted, columns: picked });
  };
  const pick = (columns: RatingColumns) => {
    if (table) compute(table, difference, columns);
  };
  return (
    <>
      <TableChoice
        onChoice={(chosen) => compute(chosen, difference, null)}
        onDifference={(wanted) => {
          setDifference(wanted);
          if (table) compute(table, wanted, columns);
        }}
      />
      <Answer state={state} name={table?.name ?? ""} onColumns={pick} />
    </>
  );
}

interface AnswerProps {
  state: Computation;
  name: string;
  onColumns: (columns: RatingColumns) => void;
}

/** Where the computation stands, and what it gave. */
function Answer({ state, name, onColumns }: AnswerProps) {
  const t = useTranslations("reanalyse");
  const answer = state.status === "done" ? state.answer : null;
  const problem =
    answer?.kind === "refused"
      ? t("refused", { message: answer.message })
      : state.status === "broken"
        ? t("broken", { message: state.message })
        : null;
  return (
    <>
      <p role="status" className={styles.soft}>
        {state.status === "running" ? `${t("computing")} ${state.what}` : ""}
      </p>
      {problem ? (
        <p role="alert" className={styles.bad}>
          {problem}
        </p>
      ) : null}
      {answer?.kind === "columns" ? (
        <ColumnPicker
          key={name}
          table={answer.table}
          message={answer.message}
          onChoice={onColumns}
        />
      ) : null}
      {answer?.kind === "report" ? (
        <Findings name={name} report={answer.report} reading={answer.reading} />
      ) : null}
    </>
  );
}
