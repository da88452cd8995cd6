"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { useFlow } from "@/app/(study)/_flow/context";
import type { AnswersRequest, AnswerValue } from "@/lib/study/participant-requests";
import type { ViewOf } from "@/lib/study/participant-view";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";
import { problemOf, QuestionField } from "./question";

/** A few questions; every one may be left out. */
export function QuestionsPage({ view }: { view: ViewOf<"questions"> }) {
  const t = useTranslations("study.questions");
  const { participation, snapshot } = useFlow();
  const [answers, setAnswers] = useState<Record<string, AnswerValue>>({});
  const problems = view.questions.some((q) => problemOf(q, answers[q.id] ?? null) !== null);
  const send = () => {
    const all = view.questions.map(({ id }) => [id, answers[id] ?? null]);
    const body: AnswersRequest = { answers: Object.fromEntries(all) };
    void participation.act("answers", body);
  };
  return (
    <div className={styles.page}>
      <StudyPageHead page="questions" title={t("title")} />
      <p>{t("lead")}</p>
      {view.questions.map((question) => (
        <QuestionField
          key={question.id}
          question={question}
          value={answers[question.id] ?? null}
          onAnswer={(value) => setAnswers((before) => ({ ...before, [question.id]: value }))}
        />
      ))}
      <div className={styles.action}>
        <Button disabled={problems || snapshot.busy} onClick={send}>
          {t("finish")}
        </Button>
      </div>
    </div>
  );
}
