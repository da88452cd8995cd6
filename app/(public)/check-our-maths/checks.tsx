"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import styles from "@/app/(public)/_statistics/statistics.module.css";
import { useStatistics } from "@/app/(public)/_statistics/use-statistics";
import type { CheckGroup } from "@/lib/stats/self-test";

/** Runs the self-test in the page's worker and shows expected, got and source of every value. */
export function Checks() {
  const t = useTranslations("maths");
  const { state, ask } = useStatistics();
  useEffect(() => ask({ kind: "self-test" }), [ask]);
  const groups =
    state.status === "done" && state.answer.kind === "checks" ? state.answer.groups : [];
  const all = groups.flatMap(({ checks }) => checks);
  const passed = all.filter((check) => check.passed).length;
  return (
    <>
      <p role="status">
        {all.length > 0 ? (
          <strong className={passed === all.length ? styles.good : styles.bad}>
            {t("agree", { passed, all: all.length })}
          </strong>
        ) : state.status === "broken" ? (
          t("broken", { message: state.message })
        ) : (
          t("computing")
        )}
      </p>
      {groups.map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </>
  );
}

function Group({ group: { title, source, checks } }: { group: CheckGroup }) {
  const t = useTranslations("maths");
  return (
    <section className={`${styles.panel} ${styles.group}`} aria-label={title} lang="en">
      <h2>{title}</h2>
      <p className={styles.soft}>{t("source", { source })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={t("values", { title })} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("value")}</th>
              <th scope="col" className={styles.number}>
                {t("expected")}
              </th>
              <th scope="col" className={styles.number}>
                {t("got")}
              </th>
              <th scope="col">{t("verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {checks.map(({ name, expected, got, decimals, passed }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={styles.number}>{expected}</td>
                <td className={styles.number}>{got.toFixed(decimals)}</td>
                <td className={passed ? styles.good : styles.bad}>
                  {passed ? t("same") : t("different")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
