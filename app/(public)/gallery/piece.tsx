"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { ClipSheet } from "@/app/_clips/clip-sheet";
import { Button } from "@/app/_components/button";
import { useSeen } from "@/app/_components/use-seen";
import { type Cursor, cursorOn } from "@/app/(public)/gallery/cursor";
import { Drawn } from "@/app/(public)/gallery/drawn";
import styles from "@/app/(public)/gallery/gallery.module.css";

interface Props {
  setId: string;
  stimulusId: string;
  title: string;
}

type Loaded =
  | { status: "loading" }
  | { status: "failed" }
  | { status: "ready"; sheet: ClipSheet; sound: string };

const FILES = ["mp3", "mid", "musicxml"] as const;

/** One piece: sound, a score and a piano roll that follow it, files to keep. */
export function PieceCard({ setId, stimulusId, title }: Props) {
  const t = useTranslations("gallery");
  const base = `/api/public/clips/${setId}/${stimulusId}`;
  const place = useRef<HTMLElement>(null);
  const loaded = useSheet(base, place, useSeen(place));
  return (
    <article className={styles.piece} ref={place}>
      <h3>{title}</h3>
      {loaded.status === "loading" ? (
        <div className={styles.skeleton} role="status" aria-label={t("loading")} />
      ) : null}
      {loaded.status === "failed" ? <p role="alert">{t("failed")}</p> : null}
      {loaded.status === "ready" ? (
        <Follow sheet={loaded.sheet} sound={loaded.sound} title={title} />
      ) : null}
      <p className={styles.files}>
        {t("download")}:{" "}
        {FILES.map((kind) => (
          <a key={kind} href={`${base}/${kind}`} download>
            {t(`file.${kind}`)}
          </a>
        ))}
      </p>
    </article>
  );
}

/** Loads sound and drawings once they are wanted; the score is broken to the width that there is. */
function useSheet(
  base: string,
  place: React.RefObject<HTMLElement | null>,
  wanted: boolean,
): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ status: "loading" });
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    let sound: string | undefined;
    const width = Math.floor((place.current?.clientWidth ?? 360) - 40);
    const load = async () => {
      const [sheet, clip] = await Promise.all(
        [`${base}/sheet?width=${width}`, base].map((address) =>
          fetch(address, { signal: stop.signal }),
        ),
      );
      if (!sheet?.ok || !clip?.ok) throw new Error("expected both files");
      const drawn = (await sheet.json()) as ClipSheet;
      const bytes = await clip.blob();
      if (stop.signal.aborted) return;
      sound = URL.createObjectURL(bytes);
      setLoaded({ status: "ready", sheet: drawn, sound });
    };
    load().catch(() => {
      if (!stop.signal.aborted) setLoaded({ status: "failed" });
    });
    return () => {
      stop.abort();
      if (sound) URL.revokeObjectURL(sound);
    };
  }, [base, place, wanted]);
  return loaded;
}

/** Seconds between looks at the clock for the text: the cursor itself moves with every frame. */
const TEXT_STEP = 0.25;

interface FollowProps {
  sheet: ClipSheet;
  /** Address of the loaded sound. */
  sound: string;
  title: string;
}

/** Moves the cursor over the drawings with the sound; the second at which it is, for the text. */
function useFollowing(
  audio: React.RefObject<HTMLAudioElement | null>,
  drawings: React.RefObject<HTMLDivElement | null>,
  sheet: ClipSheet,
): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    const element = audio.current;
    if (!element || !drawings.current) return;
    const cursor: Cursor = cursorOn(drawings.current, sheet);
    let frame = 0;
    const look = () => {
      cursor.show(element.currentTime);
      setNow(Math.floor(element.currentTime / TEXT_STEP) * TEXT_STEP);
      frame = requestAnimationFrame(look);
    };
    look();
    return () => {
      cancelAnimationFrame(frame);
      cursor.remove();
    };
  }, [audio, drawings, sheet]);
  return now;
}

function Follow({ sheet, sound, title }: FollowProps) {
  const t = useTranslations("gallery");
  const format = useFormatter();
  const audio = useRef<HTMLAudioElement>(null);
  const drawings = useRef<HTMLDivElement>(null);
  const [playing, setPlaying] = useState(false);
  const now = useFollowing(audio, drawings, sheet);
  const all = sheet.steps * sheet.stepSeconds;
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) void element.play();
    else element.pause();
  };
  const seconds = (value: number) =>
    format.number(Math.min(value, all), { maximumFractionDigits: 0 });
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
      <audio
        ref={audio}
        src={sound}
        preload="auto"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <div className={styles.controls}>
        <Button onClick={toggle}>{t(playing ? "pause" : "play")}</Button>
        <input
          type="range"
          aria-label={t("seek")}
          aria-valuetext={t("position", { now: seconds(now), all: seconds(all) })}
          min={0}
          max={all}
          step={TEXT_STEP}
          value={Math.min(now, all)}
          onChange={(event) => {
            if (audio.current) audio.current.currentTime = Number(event.target.value);
          }}
        />
        <span aria-hidden="true">{t("position", { now: seconds(now), all: seconds(all) })}</span>
      </div>
      <div ref={drawings}>
        <h4>{t("score")}</h4>
        <Drawn svg={sheet.score} kind="score" label={`${title}: ${t("score")}`} />
        <h4>{t("roll")}</h4>
        <Drawn svg={sheet.roll} kind="roll" label={`${title}: ${t("roll")}`} />
      </div>
    </>
  );
}
