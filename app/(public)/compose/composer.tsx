"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { plainNotes } from "@/lib/compose/answer";
import { musicBars } from "@/lib/compose/piece";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { EntryPanel } from "./_entry/entry-panel";
import { useEntry } from "./_entry/use-entry";
import { useComposeKeys } from "./_entry/use-keys";
import { AnswerPanel } from "./_panels/answer-panel";
import { NetworksProvider } from "./_panels/networks";
import styles from "./_panels/panels.module.css";
import { PieceTools } from "./_panels/toolbar";
import { CompositionProvider, useComposition } from "./_piece/composition";
import { Roll } from "./_roll/roll";
import { player } from "./_sound/player";
import type { ShippedModel } from "./shipped-models";

// Below the first window on every device, and empty until somebody has written: fetched when what
// stands above them has come to life.
const Score = dynamic(async () => (await import("./_panels/score")).ScorePanel, { ssr: false });
const TurnsPanel = dynamic(async () => (await import("./_panels/turns-panel")).TurnsPanel, {
  ssr: false,
});
const SharePanel = dynamic(async () => (await import("./_panels/share-panel")).SharePanel, {
  ssr: false,
});

/** The whole workplace: everything below it runs in the browser. */
export function Composer(props: {
  models: readonly ShippedModel[];
  /** At which networks answer until the person chooses another. */
  temperature: number;
}) {
  return (
    <CompositionProvider>
      <NetworksProvider {...props}>
        <Workplace />
      </NetworksProvider>
    </CompositionProvider>
  );
}

function Workplace() {
  const t = useTranslations("compose");
  const { ready, notice } = useComposition();
  const { playing, playOrStop } = usePlayback();
  const entry = useEntry();
  const [base, setBase] = useState(60);
  useComposeKeys({ ...entry, base, setBase, playOrStop });
  useLink();
  return (
    <div className={styles.workplace} data-ready={ready}>
      <p className={styles.notice} role="alert" data-notice>
        {notice}
      </p>
      <section aria-labelledby="compose-piece">
        <h2 id="compose-piece">{t("headings.piece")}</h2>
        <PieceTools playing={playing} playOrStop={playOrStop} />
        <Roll />
        <Legend />
        <EntryPanel {...{ entry, base, setBase }} />
      </section>
      <section aria-labelledby="compose-answer">
        <h2 id="compose-answer">{t("headings.answer")}</h2>
        <p className={styles.hint}>{t("answer.hint")}</p>
        <AnswerPanel />
      </section>
      <section aria-labelledby="compose-score">
        <h2 id="compose-score">{t("headings.score")}</h2>
        <Score />
      </section>
      <section aria-labelledby="compose-turns">
        <h2 id="compose-turns">{t("headings.turns")}</h2>
        <TurnsPanel />
      </section>
      <section aria-labelledby="compose-share">
        <h2 id="compose-share">{t("headings.share")}</h2>
        <SharePanel />
      </section>
    </div>
  );
}

/** What the forms of notes mean. */
function Legend() {
  const t = useTranslations("compose.legend");
  return (
    <ul className={styles.legend}>
      {(["person", "model", "changed", "locked"] as const).map((kind) => (
        <li key={kind}>
          <span className={styles.swatch} data-by={kind} aria-hidden="true" />
          {t(kind)}
        </li>
      ))}
    </ul>
  );
}

/** Plays from the caret on, or from the start where nothing follows it. */
function usePlayback() {
  const { piece, caret, setNotice } = useComposition();
  const [playing, setPlaying] = useState(false);
  useEffect(() => player.listen((step) => setPlaying(step !== null)), []);
  useEffect(() => () => player.stop(), []);
  const playOrStop = useCallback(() => {
    if (playing) return player.stop();
    const until = musicBars(piece.notes) * STEPS_PER_BAR;
    const follows = piece.notes.some((note) => note.start >= caret);
    const from = follows ? caret : 0;
    player
      .play({ notes: plainNotes(piece.notes), tempo: piece.tempo, from, until })
      .catch((error) => setNotice(String(error instanceof Error ? error.message : error)));
  }, [playing, piece, caret, setNotice]);
  return { playing, playOrStop };
}

/** Opens the piece of a link; the address then is the page's own again. */
function useLink(): void {
  const { ready, open, setNotice } = useComposition();
  useEffect(() => {
    if (!ready) return;
    const follow = async () => {
      if (!location.hash) return;
      try {
        const { readPieceHash } = await import("@/lib/compose/read-shared");
        const piece = readPieceHash(location.hash);
        if (!piece) return;
        open(piece);
        history.replaceState(history.state, "", location.pathname + location.search);
      } catch (error) {
        setNotice(error instanceof Error ? error.message : String(error));
      }
    };
    void follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [ready, open, setNotice]);
}
