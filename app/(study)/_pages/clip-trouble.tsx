"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import type { ClipPlayer, PlayerState } from "@/app/(study)/_player/clip-player";
import styles from "./trial.module.css";

interface Props {
  state: Extract<PlayerState, { status: "failed" | "silent" }>;
  player: ClipPlayer;
  onSkip: (reason: "clip failed" | "cannot play sound", detail: string) => void;
}

/** A piece that does not load, or a browser that stays silent: one sentence, and a way on. */
export function ClipTrouble({ state, player, onSkip }: Props) {
  const t = useTranslations("study.player");
  const silent = state.status === "silent";
  const skip = () =>
    state.status === "failed"
      ? onSkip("clip failed", state.detail)
      : onSkip("cannot play sound", navigator.userAgent.slice(0, 200));
  return (
    <div className={styles.trouble} role="alert" data-trouble={state.status}>
      <h1 className={styles.title}>{t(silent ? "cannotPlayTitle" : "failedTitle")}</h1>
      <p>{t(silent ? "cannotPlay" : "failed")}</p>
      <div className={styles.actions}>
        <Button onClick={skip}>{t("skip")}</Button>
        <Button look="secondary" onClick={() => void player.toggle()}>
          {t("tryAgain")}
        </Button>
      </div>
    </div>
  );
}
