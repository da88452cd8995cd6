"use client";

import { useLocale, useTranslations } from "next-intl";
import { CopyButton } from "@/app/_components/copy-button";
import { writtenDate } from "@/app/(study)/_flow/dates";
import { withMinus } from "@/app/(study)/_scales/minus";
import { consentCopyOf } from "@/app/(study)/_sending/server";
import type { ViewOf } from "@/lib/study/participant-view";
import { CompletionBox } from "./completion";
import { NextParticipant } from "./next-participant";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";
import { MayClose } from "./side";

type Done = ViewOf<"done">;

/** Thanks; the way back to where one came from; the private link to withdraw; what comes next. */
export function DonePage({ view }: { view: Done }) {
  const t = useTranslations("study.done");
  return (
    <div className={styles.page}>
      <StudyPageHead page="done" title={t("title")} />
      {view.thanks ? <p className={`${styles.lead} ${styles.text}`}>{view.thanks}</p> : null}
      <p>{t("stored")}</p>
      <CompletionBox completion={view.completion} />
      {view.debrief ? (
        <section className={styles.section}>
          <h2>{t("about")}</h2>
          <p className={styles.text}>{view.debrief}</p>
        </section>
      ) : null}
      <OwnResults results={view.ownResults} />
      <section className={styles.section}>
        <h2>{t("next")}</h2>
        <p>{t("nextText")}</p>
        {view.completion.kind === "none" ? <MayClose study={view.study} /> : null}
        <a href={consentCopyOf(view.study.slug)} download>
          {t("consentCopy")}
        </a>
      </section>
      <Withdrawal view={view} />
      {view.study.lab ? <NextParticipant study={view.study} /> : null}
    </div>
  );
}

function OwnResults({ results }: { results: Done["ownResults"] }) {
  const t = useTranslations("study.done");
  const locale = useLocale();
  const rated = results?.filter(({ mean }) => mean !== null) ?? [];
  if (rated.length === 0) return null;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const written = (mean: number | null) => withMinus(mean?.toLocaleString(locale, digits) ?? "");
  return (
    <section className={styles.section}>
      <h2>{t("own")}</h2>
      <ul className={styles.list}>
        {rated.map(({ name, mean, count }) => (
          <li key={name}>{t("ownMean", { name, mean: written(mean), count })}</li>
        ))}
      </ul>
    </section>
  );
}

function Withdrawal({ view }: { view: Done }) {
  const t = useTranslations("study.done");
  const locale = useLocale();
  if (view.withdrawLink === null) return null;
  const date = writtenDate(view.withdrawalDeadline, locale);
  const address =
    typeof window === "undefined"
      ? view.withdrawLink
      : new URL(view.withdrawLink, window.location.href).href;
  return (
    <section className={styles.card}>
      <h2>{t("withdrawTitle")}</h2>
      <p>{date ? t("withdrawUntil", { date }) : t("withdraw")}</p>
      <div className={styles.row}>
        <CopyButton text={address} label={t("copyLink")} copiedLabel={t("copied")} />
        <a href={view.withdrawLink}>{t("withdrawLink")}</a>
      </div>
    </section>
  );
}
