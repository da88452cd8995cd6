"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import type { ClipPlayer, PlayerState } from "@/app/(study)/_player/clip-player";
import styles from "./trial.module.css";

interface Props {
  state: Extract<PlayerState, { status: "failed" | "silent" }>;
  player: ClipPlayer;
  /** The skip is on its way. */
  busy: boolean;
  onSkip: (reason: "clip failed" | "cannot play sound", detail: string) => void;
}

/**
 * A piece that does not load, or a browser that stays silent: one sentence, and a way on. What helps
 * most stands first: several tries at loading have failed already, none at playing.
 */
export function ClipTrouble({ state, player, busy, onSkip }: Props) {
  const t = useTranslations("study.player");
  const silent = state.status === "silent";
  const skip = () =>
    state.status === "failed"
      ? onSkip("clip failed", state.detail)
      : onSkip("cannot play sound", navigator.userAgent.slice(0, 200));
  const ways = [
    { word: "skip", go: skip },
    { word: "tryAgain", go: () => void player.toggle() },
  ] as const;
  return (
    <div className={styles.trouble} role="alert" data-trouble={state.status}>
      <h1 className={styles.title}>{t(silent ? "cannotPlayTitle" : "failedTitle")}</h1>
      <p>{t(silent ? "cannotPlay" : "failed")}</p>
      <div className={styles.actions}>
        {(silent ? [...ways].reverse() : ways).map(({ word, go }, index) => (
          <Button
            key={word}
            look={index === 0 ? "primary" : "secondary"}
            disabled={busy}
            onClick={go}
          >
            {t(word)}
          </Button>
        ))}
      </div>
    </div>
  );
}
