"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import styles from "@/app/not-found.module.css";

/** Shown where a page could not be drawn: one sentence and one way on. */
export default function BrokenPage() {
  const t = useTranslations("error");
  return (
    <main className={styles.page}>
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      <p>
        <Button onClick={() => window.location.reload()}>{t("reload")}</Button>
      </p>
    </main>
  );
}
