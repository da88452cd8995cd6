"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { ClipPlayer, PlayerState } from "./clip-player";
import styles from "./play-button.module.css";

const ICONS = {
  play: "M8 5.2v13.6a.8.8 0 0 0 1.2.7l10.6-6.8a.8.8 0 0 0 0-1.4L9.2 4.5a.8.8 0 0 0-1.2.7z",
  pause: "M6.5 4.5h3.2v15H6.5zM14.3 4.5h3.2v15h-3.2z",
  again: "M12 5V1.6L6.6 6 12 10.4V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
} as const;

interface Props {
  player: ClipPlayer;
  state: PlayerState;
  small?: boolean;
  /** No more replays: the button stays, but does nothing. */
  spent?: boolean;
  /** A sentence under the button instead of the time left. */
  caption?: string;
  /** Name of the button beyond "play", where there are several on the page. */
  label?: string;
}

/** The one large button: plays, pauses, plays again; its ring fills, and the time left is told. */
export function PlayButton({ player, state, small, spent, caption, label }: Props) {
  const t = useTranslations("study.player");
  const ring = useRef<SVGCircleElement>(null);
  const seconds = useProgress(player, state, ring);
  const { name, icon } = face(state);
  const disabled =
    state.status === "loading" || (spent && (state.status === "ended" || state.status === "ready"));
  const look = [styles.player, small ? styles.small : "", disabled ? styles.loading : ""];
  return (
    <div className={look.join(" ")}>
      <button
        type="button"
        className={styles.button}
        aria-disabled={disabled || undefined}
        aria-label={label ? `${t(name)}: ${label}` : t(name)}
        data-status={state.status}
        data-play
        onClick={() => !disabled && void player.toggle()}
      >
        <svg className={styles.ring} viewBox="0 0 120 120" aria-hidden="true">
          <circle className={styles.track} cx="60" cy="60" r="56" pathLength="100" />
          <circle ref={ring} className={styles.fill} cx="60" cy="60" r="56" pathLength="100" />
        </svg>
        <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true">
          <path d={ICONS[icon]} />
        </svg>
      </button>
      <p className={styles.caption}>{caption ?? told(t, state, seconds)}</p>
    </div>
  );
}

function face(state: PlayerState): {
  name: "play" | "pause" | "resume" | "replay" | "loading" | "tryAgain";
  icon: keyof typeof ICONS;
} {
  if (state.status === "playing") return { name: "pause", icon: "pause" };
  if (state.status === "paused") return { name: "resume", icon: "play" };
  if (state.status === "ended") return { name: "replay", icon: "again" };
  if (state.status === "failed") return { name: "tryAgain", icon: "again" };
  return { name: state.status === "loading" ? "loading" : "play", icon: "play" };
}

function told(
  t: ReturnType<typeof useTranslations>,
  state: PlayerState,
  secondsLeft: number,
): string {
  if (state.status === "loading") {
    if (!state.trouble) return t("loading");
    return t(state.trouble.offline ? "offline" : "retrying");
  }
  if (state.status === "failed") return t("failedHere");
  if (state.status === "silent") return t("silentHere");
  if (state.status === "paused" && state.interrupted) return t("interrupted");
  if (state.status === "ended") return t("replay");
  // Both messages take the number as it is: to build a number format takes a slow phone 50 ms and
  // more, at the very moment in which the piece can be played.
  if (state.status === "ready") return t("length", { seconds: secondsLeft });
  return t("left", { seconds: secondsLeft });
}

/** Fills the ring while the piece plays and returns the whole seconds left. */
function useProgress(
  player: ClipPlayer,
  state: PlayerState,
  ring: RefObject<SVGCircleElement | null>,
): number {
  const total = Math.ceil(player.piece.durationMs / 1000);
  const [seconds, setSeconds] = useState(total);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      const position = player.position();
      const share = state.status === "ended" ? 1 : position / player.piece.durationMs;
      if (ring.current) ring.current.style.strokeDashoffset = String(100 * (1 - share));
      setSeconds(Math.max(0, Math.ceil((player.piece.durationMs - position) / 1000)));
      if (state.status === "playing") frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [player, state, ring]);
  return seconds;
}
