"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { MultipleChoice, SingleChoice } from "@/app/_components/choice";
import { withMinus } from "@/app/(study)/_scales/minus";
import type { AnswerValue } from "@/lib/study/participant-requests";
import type { QuestionView } from "@/lib/study/participant-view";
import { inOneLine } from "./in-one-line";
import styles from "./page.module.css";
import { numberOf } from "./typed-number";

interface Props {
  question: QuestionView;
  value: AnswerValue;
  onAnswer: (value: AnswerValue) => void;
}

/** Stands for "prefer not to say" among the options; sent as null. */
const UNSAID = "\u0000unsaid";

/** One question of any kind, with "prefer not to say". */
export function QuestionField(props: Props) {
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
      hint={inOneLine(question.help, t("several"))}
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
    onAnswer(typed.trim() === "" ? null : kind === "number" ? numberOf(typed) : typed);
  };
  const bounds = { min: withMinus(min ?? 0), max: withMinus(max ?? 0) };
  const range = kind === "number" && min !== null && max !== null ? t("range", bounds) : "";
  const hint = problem ? t(problem, bounds) : inOneLine(question.help, range);
  const field = {
    id,
    value: text,
    "aria-describedby": hint === "" ? undefined : `${id}-help`,
    "aria-invalid": problem !== null,
    onChange: (event: { target: { value: string } }) => write(event.target.value),
  };
  const leaveOut = (checked: boolean) => {
    write("");
    setUnsaid(checked);
  };
  return (
    <>
      <div className={styles.section}>
        <label htmlFor={id} className={styles.label}>
          {question.text}
        </label>
        {kind === "long" ? (
          <textarea {...field} rows={4} maxLength={10_000} className={styles.field} />
        ) : kind === "number" ? (
          <input
            {...field}
            inputMode={keypad(min)}
            className={`${styles.field} ${styles.number}`}
          />
        ) : (
          <input {...field} maxLength={500} className={styles.field} />
        )}
        {hint ? (
          <p id={`${id}-help`} className={problem ? styles.error : styles.soft}>
            {hint}
          </p>
        ) : null}
      </div>
      <label className={styles.check}>
        <input type="checkbox" checked={unsaid} onChange={(e) => leaveOut(e.target.checked)} />
        {t("unsaid")}
      </label>
    </>
  );
}

// A phone's keypad of digits has no minus sign.
function keypad(min: number | null): "numeric" | "text" {
  return min !== null && min >= 0 ? "numeric" : "text";
}
