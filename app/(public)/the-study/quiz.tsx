"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/app/(public)/public.module.css";
import type { HumanPair } from "@/lib/services/study/human-pairs";

const LETTERS = ["A", "B"] as const;

/** Pairs of a composer's and a network's continuation: which one did the machine write? */
export function Quiz({ pairs }: { pairs: readonly HumanPair[] }) {
  const t = useTranslations("theStudy.quiz");
  const [answers, setAnswers] = useState<Readonly<Record<string, number>>>({});
  const right = pairs.filter(
    ({ item, clips }) => clips[answers[item] ?? -1]?.machine === true,
  ).length;
  const all = Object.keys(answers).length === pairs.length;
  return (
    <>
      {pairs.map((pair, index) => (
        <Pair
          key={pair.item}
          pair={pair}
          number={index + 1}
          answer={answers[pair.item]}
          onAnswer={(answer) => setAnswers((before) => ({ ...before, [pair.item]: answer }))}
        />
      ))}
      <p role="status">{all ? t("score", { right, of: pairs.length }) : ""}</p>
    </>
  );
}

interface PairProps {
  pair: HumanPair;
  number: number;
  answer: number | undefined;
  onAnswer: (answer: number) => void;
}

function Pair({ pair, number, answer, onAnswer }: PairProps) {
  const t = useTranslations("theStudy.quiz");
  const machine = pair.clips.findIndex((clip) => clip.machine);
  return (
    <fieldset>
      <legend>{t("pair", { number })}</legend>
      <div className={styles.pair}>
        {pair.clips.map(({ source }, index) => (
          <div key={source} className={styles.piece}>
            <h3>{LETTERS[index]}</h3>
            {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
            <audio
              controls
              preload="none"
              aria-label={t("play", { letter: LETTERS[index]!, number })}
              src={source}
            />
            <p>
              <button type="button" disabled={answer !== undefined} onClick={() => onAnswer(index)}>
                {t("choose", { letter: LETTERS[index]! })}
              </button>
            </p>
          </div>
        ))}
      </div>
      <p role="status">
        {answer === undefined
          ? ""
          : t(answer === machine ? "right" : "wrong", {
              letter: LETTERS[machine]!,
              model: pair.model,
            })}
      </p>
    </fieldset>
  );
}
