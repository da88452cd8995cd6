"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { SingleChoice } from "@/app/_components/choice";
import { useFlow } from "@/app/(study)/_flow/context";
import { writtenDate } from "@/app/(study)/_flow/dates";
import { consentCopyOf } from "@/app/(study)/_sending/server";
import type { ConsentRequest } from "@/lib/study/participant-requests";
import type { ConsentView, ViewOf } from "@/lib/study/participant-view";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";

/** Numbered text and two explicit choices, none of them preselected. */
export function ConsentPage({ view }: { view: ViewOf<"consent"> }) {
  const t = useTranslations("study.consent");
  const { slug, participation, snapshot } = useFlow();
  const { consent } = view;
  const [agree, setAgree] = useState<"yes" | "no" | null>(null);
  const [ageConfirmed, setAgeConfirmed] = useState(false);
  const ageMissing = agree === "yes" && consent.minimumAge !== null && !ageConfirmed;
  const give = () => {
    const body: ConsentRequest = { version: consent.version, agree: agree === "yes", ageConfirmed };
    void participation.act("consent", body);
  };
  return (
    <div className={styles.page}>
      <StudyPageHead page="consent" title={t("title")} />
      <p>{t("lead")}</p>
      <ConsentText consent={consent} />
      <a href={consentCopyOf(slug)} download>
        {t("copy")}
      </a>
      <div className={styles.card}>
        <SingleChoice
          name="agree"
          legend={t("choice")}
          value={agree}
          onChoose={setAgree}
          options={[
            { value: "yes", label: t("agree") },
            { value: "no", label: t("decline") },
          ]}
        />
        {consent.minimumAge !== null && agree !== "no" ? (
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={ageConfirmed}
              onChange={(event) => setAgeConfirmed(event.target.checked)}
            />
            {t("age", { age: consent.minimumAge })}
          </label>
        ) : null}
        <p className={styles.soft} aria-live="polite">
          {ageMissing ? t("ageNeeded") : ""}
        </p>
      </div>
      <div className={styles.action}>
        <Button disabled={agree === null || ageMissing || snapshot.busy} onClick={give}>
          {t("continue")}
        </Button>
      </div>
    </div>
  );
}

function ConsentText({ consent }: { consent: ConsentView }) {
  const t = useTranslations("study.consent");
  const locale = useLocale();
  const facts: [string, string][] = [
    [t("purpose"), consent.purpose],
    [t("controller"), consent.controller],
    [t("contact"), consent.contact],
    [t("ethics"), consent.ethicsNumber],
    [t("retention"), writtenDate(consent.retentionDate, locale)],
    [t("withdrawal"), writtenDate(consent.withdrawalDeadline, locale)],
  ];
  const given = facts.filter(([, text]) => text !== "");
  return (
    <>
      <ol className={styles.numbered}>
        {consent.paragraphs.map(({ heading, text }) => (
          <li key={heading + text}>
            {heading ? <h2>{heading}</h2> : null}
            <p className={styles.text}>{text}</p>
          </li>
        ))}
      </ol>
      {given.length > 0 ? (
        <section className={styles.card}>
          <h2>{t("details")}</h2>
          <dl className={styles.terms}>
            {given.map(([term, text]) => (
              <Fact key={term} term={term} text={text} />
            ))}
          </dl>
        </section>
      ) : null}
    </>
  );
}

function Fact({ term, text }: { term: string; text: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}
