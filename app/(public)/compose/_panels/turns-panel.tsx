"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { setLock } from "@/lib/compose/edit";
import type { Piece, Turn } from "@/lib/compose/piece";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { Alternatives } from "./alternatives";
import styles from "./panels.module.css";

/** Every turn of the piece: who, what, and how many of its notes still stand. */
export function TurnsPanel() {
  const t = useTranslations("compose.turns");
  const { piece } = useComposition();
  if (piece.turns.length === 0) return <p className={styles.hint}>{t("none")}</p>;
  const asked = piece.turns.some((turn) => turn.kind === "model");
  return (
    <>
      {asked ? <p className={styles.hint}>{t("hint")}</p> : null}
      <ol className={styles.turns} data-turns>
        {piece.turns.map((turn, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a turn's index is its name
          <li key={index} data-turn={turn.kind}>
            <TurnLine turn={turn} />
            <TurnNotes piece={piece} index={index} />
            {turn.kind === "model" ? (
              <span className={styles.turnAnswers}>
                <Alternatives turn={index} />
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}

function TurnLine({ turn }: { turn: Turn }) {
  const t = useTranslations("compose.turns");
  if (turn.kind === "person") return <strong>{t("you")}</strong>;
  const { model, temperature, seed } = turn.answers[turn.chosen]!;
  const from = turn.from / STEPS_PER_BAR + 1;
  const until = (turn.from + turn.steps) / STEPS_PER_BAR;
  return (
    <>
      <strong>{model}</strong>{" "}
      <span>
        {t("answer", { from, until, temperature: temperature.toFixed(2), seed: String(seed) })}
      </span>
    </>
  );
}

function TurnNotes({ piece, index }: { piece: Piece; index: number }) {
  const t = useTranslations("compose.turns");
  const { change } = useComposition();
  const own = piece.notes.filter((note) => note.turn === index);
  if (own.length === 0) return <span className={styles.hint}>{t("noNotes")}</span>;
  const locked = own.every((note) => note.locked);
  const starts = own.map((note) => note.start);
  return (
    <span className={styles.turnNotes}>
      {t("notes", { count: own.length })}
      <Button look="quiet" onClick={() => change((now) => setLock(now, starts, !locked))}>
        {locked ? t("unlock") : t("lock")}
      </Button>
    </span>
  );
}
