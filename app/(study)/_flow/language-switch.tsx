"use client";

import { useTranslations } from "next-intl";
import { nameOf } from "@/i18n/languages";
import type { StudyView } from "@/lib/study/participant-view";
import { useFlow } from "./context";
import styles from "./flow.module.css";

/** The study's languages, each by its own name; hidden where there is only one. */
export function LanguageSwitch({ study }: { study: StudyView }) {
  const t = useTranslations("study.frame");
  const { participation, snapshot } = useFlow();
  if (study.languages.length < 2) return null;
  const choose = async (language: string) => {
    const inSession = snapshot.view !== null && "resumeLink" in snapshot.view;
    if (inSession) await participation.act("language", { language });
    const address = new URL(window.location.href);
    address.searchParams.set("lang", language);
    window.location.replace(address);
  };
  return (
    <nav className={styles.languages} aria-label={t("language")}>
      {study.languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-current={language === study.language ? "true" : undefined}
          disabled={snapshot.busy}
          onClick={() => language !== study.language && void choose(language)}
        >
          {nameOf(language)}
        </button>
      ))}
    </nav>
  );
}
