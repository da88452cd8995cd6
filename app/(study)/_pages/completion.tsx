"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button, ButtonLink } from "@/app/_components/button";
import { CopyButton } from "@/app/_components/copy-button";
import type { CompletionView } from "@/lib/study/participant-view";
import styles from "./page.module.css";

/** Seconds before an automatic return; it can be stopped. */
const RETURN_AFTER = 10;

interface Props {
  completion: CompletionView;
  /** The walk ended before its end: the code says so to the recruiter, and nothing was completed. */
  early?: boolean;
}

/** The completion code to copy, or the return to where the participant came from. */
export function CompletionBox({ completion, early = false }: Props) {
  if (completion.kind === "code") return <Code code={completion.code} early={early} />;
  if (completion.kind === "redirect") return <Return url={completion.url} />;
  return null;
}

function Code({ code, early }: { code: string; early: boolean }) {
  const t = useTranslations("study.done");
  return (
    <section className={styles.card}>
      <h2>{t(early ? "codeEarly" : "code")}</h2>
      <p>{t("codeUse")}</p>
      <p className={styles.code}>{code}</p>
      <div className={styles.row}>
        <CopyButton look="primary" text={code} label={t("copyCode")} copiedLabel={t("copied")} />
      </div>
    </section>
  );
}

function Return({ url }: { url: string }) {
  const t = useTranslations("study.done");
  const [seconds, setSeconds] = useState(RETURN_AFTER);
  const [staying, setStaying] = useState(false);
  useEffect(() => {
    if (staying) return;
    if (seconds === 0) return window.location.assign(url);
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000);
    return () => clearTimeout(timer);
  }, [seconds, staying, url]);
  return (
    <section className={styles.card}>
      {staying ? null : <p>{t("redirect", { seconds })}</p>}
      <div className={styles.row}>
        <ButtonLink href={url}>{t("redirectNow")}</ButtonLink>
        {staying ? null : (
          <Button look="secondary" onClick={() => setStaying(true)}>
            {t("stay")}
          </Button>
        )}
      </div>
    </section>
  );
}
