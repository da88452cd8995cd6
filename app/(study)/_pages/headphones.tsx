"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { SingleChoice } from "@/app/_components/choice";
import { useFlow } from "@/app/(study)/_flow/context";
import { PlayButton } from "@/app/(study)/_player/play-button";
import { useClipPlayer } from "@/app/(study)/_player/use-clip-player";
import type { HeadphonesRequest } from "@/lib/study/participant-requests";
import type { ClipView, ViewOf } from "@/lib/study/participant-view";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";

/** The intervals as the server counts them, each with its word in the message files. */
const INTERVALS = ["first", "second", "third"] as const;

/** The headphone screen: in each recording one of three intervals is the odd one out. */
export function HeadphonesPage({ view }: { view: ViewOf<"headphones"> }) {
  const t = useTranslations("study.headphones");
  const { participation } = useFlow();
  const [answers, setAnswers] = useState<number[]>([]);
  const clip = view.trials[answers.length];
  const huggins = view.kind === "huggins";
  const answer = (interval: number) => {
    const all = [...answers, interval];
    setAnswers(all);
    const body: HeadphonesRequest = { attempt: view.attempt, answers: all };
    if (all.length === view.trials.length) void participation.act("headphones", body);
  };
  const place = { number: answers.length + 1, total: view.trials.length };
  return (
    <div className={styles.page}>
      <StudyPageHead page="headphones" title={t("title")} />
      {view.attempt > 1 ? <p className={styles.error}>{t("again")}</p> : null}
      <p>{t(huggins ? "leadHuggins" : "leadAntiphase")}</p>
      <p className={styles.soft}>{t("attempts", { attempts: view.attempts })}</p>
      {clip ? (
        <Recording
          key={clip.url}
          clip={clip}
          next={view.trials[answers.length + 1] ?? null}
          question={t(huggins ? "question" : "questionAntiphase", place)}
          last={place.number === place.total}
          onAnswer={answer}
        />
      ) : null}
    </div>
  );
}

interface RecordingProps {
  clip: ClipView;
  next: ClipView | null;
  question: string;
  last: boolean;
  onAnswer: (interval: number) => void;
}

function Recording({ clip, next, question, last, onAnswer }: RecordingProps) {
  const t = useTranslations("study.headphones");
  const { snapshot } = useFlow();
  const { player, state } = useClipPlayer(clip, { next });
  const [interval, setInterval] = useState<number | null>(null);
  return (
    <section className={styles.card}>
      <PlayButton small player={player} state={state} />
      <SingleChoice
        inline
        name={`interval ${clip.url}`}
        legend={question}
        value={interval}
        onChoose={setInterval}
        options={INTERVALS.map((word, index) => ({ value: index + 1, label: t(word) }))}
      />
      <Button
        disabled={interval === null || snapshot.busy}
        onClick={() => interval !== null && onAnswer(interval)}
      >
        {t(last ? "send" : "next")}
      </Button>
    </section>
  );
}
