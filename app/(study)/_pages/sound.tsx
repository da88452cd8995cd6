"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { SingleChoice } from "@/app/_components/choice";
import { useFlow } from "@/app/(study)/_flow/context";
import { PlayButton } from "@/app/(study)/_player/play-button";
import { useClipPlayer } from "@/app/(study)/_player/use-clip-player";
import type { SoundRequest } from "@/lib/study/participant-requests";
import type { ClipView, ViewOf } from "@/lib/study/participant-view";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";

type Device = SoundRequest["device"];

/** What people listen on, each with its words in the message files. */
const DEVICES = [
  { value: "over-ear headphones", word: "overEar" },
  { value: "earphones", word: "earphones" },
  { value: "loudspeakers", word: "loudspeakers" },
  { value: "built-in speakers", word: "builtIn" },
  { value: "unsaid", word: "unsaid" },
] as const satisfies { value: Device; word: string }[];

/** Set the volume, prove that notes are heard, say what you listen on. */
export function SoundPage({ view }: { view: ViewOf<"sound"> }) {
  const t = useTranslations("study.sound");
  const { participation, snapshot } = useFlow();
  const [device, setDevice] = useState<Device | null>(null);
  const [heard, setHeard] = useState<number | null>(null);
  const notesMissing = view.heard !== null && heard === null;
  const missing = [
    ...(notesMissing ? [t("missingNotes")] : []),
    ...(device === null ? [t("missingDevice")] : []),
  ];
  const send = async () => {
    if (device === null) return;
    const sampleRate = await outputRate();
    setHeard(null);
    const body: SoundRequest = { attempt: view.misses + 1, heard, device, sampleRate };
    await participation.act("sound", body);
  };
  return (
    <div className={styles.page}>
      <StudyPageHead page="sound" title={t("title")} />
      <p>{t("lead")}</p>
      {view.calibration ? <Volume clip={view.calibration} /> : null}
      {view.heard ? (
        <Count
          key={view.heard.clip.url}
          view={view}
          heard={view.heard}
          value={heard}
          onChoose={setHeard}
        />
      ) : null}
      <section className={styles.card}>
        <SingleChoice
          name="device"
          legend={t("deviceTitle")}
          value={device}
          onChoose={setDevice}
          options={DEVICES.map(({ value, word }) => ({ value, label: t(`devices.${word}`) }))}
        />
      </section>
      <div className={styles.action}>
        <Button disabled={missing.length > 0 || snapshot.busy} onClick={() => void send()}>
          {t("continue")}
        </Button>
        <p className={styles.soft} aria-live="polite">
          {missing.length > 0 ? t("missing", { what: missing.join(t("and")) }) : ""}
        </p>
      </div>
    </div>
  );
}

async function outputRate(): Promise<number | null> {
  // Whether the part that plays sound is there decides nothing here.
  try {
    const { getOutput } = await import("@/app/(study)/_player/output");
    return (await getOutput()).sampleRate;
  } catch {
    return null;
  }
}

function Volume({ clip }: { clip: ClipView }) {
  const t = useTranslations("study.sound");
  const { player, state } = useClipPlayer(clip, {});
  return (
    <section className={`${styles.card} ${styles.sound}`}>
      <PlayButton small player={player} state={state} label={t("volumeTitle")} />
      <div className={styles.section}>
        <h2>{t("volumeTitle")}</h2>
        <p>{t("volume")}</p>
      </div>
    </section>
  );
}

interface CountProps {
  view: ViewOf<"sound">;
  heard: NonNullable<ViewOf<"sound">["heard"]>;
  value: number | null;
  onChoose: (notes: number) => void;
}

function Count({ view, heard, value, onChoose }: CountProps) {
  const t = useTranslations("study.sound");
  const { player, state } = useClipPlayer(heard.clip, {});
  return (
    <section className={styles.card}>
      <div className={styles.sound}>
        <PlayButton small player={player} state={state} label={t("notesTitle")} />
        <div className={styles.section}>
          <h2>{t("notesTitle")}</h2>
          <p>{t("notes")}</p>
        </div>
      </div>
      <p className={styles.error} role="alert">
        {view.misses > 0 && value === null ? t("wrong") : ""}
      </p>
      <SingleChoice
        inline
        name="notes"
        legend={t("notesQuestion")}
        value={value}
        onChoose={onChoose}
        options={heard.choices.map((notes) => ({ value: notes, label: String(notes) }))}
      />
    </section>
  );
}
