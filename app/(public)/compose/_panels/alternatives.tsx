"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { MOST_ANSWERS } from "@/lib/compose/piece";
import { chooseAnswer } from "@/lib/compose/turns";
import { useNetworks } from "./networks";
import styles from "./panels.module.css";

/** The answers of one turn of a network, to leaf through, and a button that asks for another. */
export function Alternatives({ turn }: { turn: number }) {
  const t = useTranslations("compose.answer");
  const { piece, change } = useComposition();
  const { busy, ready, alternative } = useNetworks();
  const asked = piece.turns[turn];
  if (asked?.kind !== "model") return null;
  const { chosen, answers } = asked;
  const choose = (index: number) => change((now) => chooseAnswer(now, turn, index));
  return (
    <>
      <Button
        look="secondary"
        disabled={busy || !ready || answers.length === MOST_ANSWERS}
        onClick={() => alternative(turn)}
        data-alternative
      >
        {t("another")}
      </Button>
      <div className={styles.pager}>
        <Button
          look="secondary"
          aria-label={t("previous")}
          disabled={busy || chosen === 0}
          onClick={() => choose(chosen - 1)}
        >
          ‹
        </Button>
        <span data-chosen>{t("which", { number: chosen + 1, of: answers.length })}</span>
        <Button
          look="secondary"
          aria-label={t("following")}
          disabled={busy || chosen === answers.length - 1}
          onClick={() => choose(chosen + 1)}
        >
          ›
        </Button>
      </div>
    </>
  );
}
