"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { MultipleChoice, SingleChoice } from "@/app/_components/choice";
import choice from "@/app/_components/choice.module.css";
import type { AnswerValue } from "@/lib/study/participant-requests";
import type { QuestionView } from "@/lib/study/participant-view";
import styles from "./page.module.css";

interface Props {
  question: QuestionView;
  value: AnswerValue;
  onAnswer: (value: AnswerValue) => void;
}

/** Stands for "prefer not to say" among the options; sent as null. */
const UNSAID = "\u0000unsaid";

/** One question of any kind, with "prefer not to say". */
export function Question(props: Props) {
  const { kind } = props.question;
  return (
    <section className={styles.card} data-question={props.question.id}>
      {kind === "single" ? (
        <Single {...props} />
      ) : kind === "multiple" ? (
        <Multiple {...props} />
      ) : (
        <Written {...props} />
      )}
    </section>
  );
}

/** What is wrong with an answer: too low, too high, no number; null when it can be sent. */
export function problemOf(
  { kind, min, max }: QuestionView,
  value: AnswerValue,
): "tooLow" | "tooHigh" | "notNumber" | null {
  if (kind !== "number" || value === null) return null;
  if (typeof value !== "number" || !Number.isFinite(value)) return "notNumber";
  if (min !== null && value < min) return "tooLow";
  return max !== null && value > max ? "tooHigh" : null;
}

function optionsOf(question: QuestionView, unsaid: string) {
  const own = question.options.map(({ id, label }) => ({ value: id, label }));
  return [...own, { value: UNSAID, label: unsaid }];
}

function Single({ question, onAnswer }: Props) {
  const t = useTranslations("study.questions");
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (id: string) => {
    setChosen(id);
    onAnswer(id === UNSAID ? null : id);
  };
  return (
    <SingleChoice
      name={question.id}
      legend={question.text}
      hint={question.help}
      options={optionsOf(question, t("unsaid"))}
      value={chosen}
      onChoose={choose}
    />
  );
}

function Multiple({ question, onAnswer }: Props) {
  const t = useTranslations("study.questions");
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) => {
    const others = chosen.filter((other) => other !== id && other !== UNSAID);
    const now = chosen.includes(id) ? others : id === UNSAID ? [UNSAID] : [...others, id];
    setChosen(now);
    onAnswer(now.length === 0 || now.includes(UNSAID) ? null : now);
  };
  return (
    <MultipleChoice
      name={question.id}
      legend={question.text}
      hint={`${question.help} ${t("several")}`.trim()}
      options={optionsOf(question, t("unsaid"))}
      values={chosen}
      onToggle={toggle}
    />
  );
}

function Written({ question, value, onAnswer }: Props) {
  const t = useTranslations("study.questions");
  const id = useId();
  const [text, setText] = useState("");
  const [unsaid, setUnsaid] = useState(false);
  const { kind, min, max } = question;
  const problem = problemOf(question, value);
  const write = (typed: string) => {
    setText(typed);
    setUnsaid(false);
    onAnswer(typed.trim() === "" ? null : kind === "number" ? Number(typed) : typed);
  };
  const range = kind === "number" && min !== null && max !== null ? t("range", { min, max }) : "";
  const field = {
    id,
    value: text,
    "aria-describedby": `${id}-help`,
    "aria-invalid": problem !== null,
    onChange: (event: { target: { value: string } }) => write(event.target.value),
  };
  const leaveOut = (checked: boolean) => {
    write("");
    setUnsaid(checked);
  };
  return (
    <>
      <label htmlFor={id} className={choice.legend}>
        {question.text}
      </label>
      {kind === "long" ? (
        <textarea {...field} rows={4} maxLength={10_000} className={styles.field} />
      ) : kind === "number" ? (
        <input {...field} inputMode="numeric" className={`${styles.field} ${styles.number}`} />
      ) : (
        <input {...field} maxLength={500} className={styles.field} />
      )}
      <p id={`${id}-help`} className={problem ? styles.error : styles.soft}>
        {problem
          ? t(problem, { min: min ?? 0, max: max ?? 0 })
          : `${question.help} ${range}`.trim()}
      </p>
      <label className={styles.check}>
        <input type="checkbox" checked={unsaid} onChange={(e) => leaveOut(e.target.checked)} />
        {t("unsaid")}
      </label>
    </>
  );
}
