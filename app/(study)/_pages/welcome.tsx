"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import { useFlow } from "@/app/(study)/_flow/context";
import { forgetStartKey, startKey } from "@/app/(study)/_flow/secret-key";
import { isLab, linkQuery, recruitmentOf } from "@/lib/study/link-reading";
import type { StartRequest } from "@/lib/study/participant-requests";
import type { ViewOf } from "@/lib/study/participant-view";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";

/** What this is, how long it takes, what is needed, who runs it; one button. */
export function WelcomePage({ view }: { view: ViewOf<"welcome"> }) {
  const t = useTranslations("study.welcome");
  const { slug, participation, snapshot } = useFlow();
  const start = async () => {
    const query = linkQuery(window.location.search);
    const body: StartRequest = {
      language: view.study.language,
      recruitment: recruitmentOf(query),
      key: startKey(slug),
      ...(isLab(query) ? { lab: true } : {}),
    };
    if (await participation.act("start", body)) forgetStartKey(slug);
  };
  return (
    <div className={styles.page}>
      <StudyPageHead page="welcome" title={view.study.title || t("title")} />
      <ul className={styles.facts}>
        <li>{t("duration", { minutes: view.minutes })}</li>
        <li>{t("pieces", { pieces: view.pieces })}</li>
      </ul>
      <p className={`${styles.lead} ${styles.text}`}>{view.intro}</p>
      <Part heading={t("needs")} text={view.needs} />
      <Part heading={t("organiser")} text={view.organiser} />
      <div className={styles.action}>
        <Button disabled={snapshot.busy} onClick={() => void start()}>
          {snapshot.busy ? t("starting") : t("start")}
        </Button>
        <p className={styles.soft}>{t("cookie")}</p>
      </div>
    </div>
  );
}

function Part({ heading, text }: { heading: string; text: string }) {
  if (text === "") return null;
  return (
    <section className={styles.section}>
      <h2>{heading}</h2>
      <p className={styles.text}>{text}</p>
    </section>
  );
}
