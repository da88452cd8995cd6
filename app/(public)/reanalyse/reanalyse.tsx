"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/app/(public)/_statistics/statistics.module.css";
import { useStatistics } from "@/app/(public)/_statistics/use-statistics";
import { TableChoice } from "./table-choice";

// Drawings and tables of a report: fetched while the first one is computed.
const findings = () => import("./findings");
const Findings = dynamic(async () => (await findings()).Findings);

/** A table is chosen, computed in the page's worker, and shown. Nothing leaves the browser. */
export function Reanalyse() {
  const t = useTranslations("reanalyse");
  const { state, ask } = useStatistics();
  const [table, setTable] = useState<{ name: string; text: string } | null>(null);
  const [difference, setDifference] = useState<number | null>(null);
  const compute = (chosen: { name: string; text: string }, wanted: number | null) => {
    setTable(chosen);
    void findings();
    ask({ kind: "analyse", text: chosen.text, difference: wanted });
  };
  const answer = state.status === "done" ? state.answer : null;
  return (
    <>
      <TableChoice
        onChoice={(chosen) => compute(chosen, difference)}
        onDifference={(wanted) => {
          setDifference(wanted);
          if (table) compute(table, wanted);
        }}
      />
      <p role="status" className={styles.soft}>
        {state.status === "running" ? `${t("computing")} ${state.what}` : ""}
      </p>
      {answer?.kind === "refused" ? (
        <p role="alert" className={styles.bad}>
          {t("refused", { message: answer.message })}
        </p>
      ) : null}
      {state.status === "broken" ? (
        <p role="alert" className={styles.bad}>
          {t("broken", { message: state.message })}
        </p>
      ) : null}
      {answer?.kind === "report" ? (
        <Findings
          name={table?.name ?? ""}
          report={answer.report}
          emptyRatings={answer.emptyRatings}
          otherColumns={answer.otherColumns}
        />
      ) : null}
    </>
  );
}
