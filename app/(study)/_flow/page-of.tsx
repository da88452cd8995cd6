"use client";

import { ConsentPage } from "@/app/(study)/_pages/consent";
import { DonePage } from "@/app/(study)/_pages/done";
import { HeadphonesPage } from "@/app/(study)/_pages/headphones";
import styles from "@/app/(study)/_pages/page.module.css";
import { PausePage } from "@/app/(study)/_pages/pause";
import { QuestionsPage } from "@/app/(study)/_pages/questions";
import { ReloadButton, SideOf, SidePage } from "@/app/(study)/_pages/side";
import { SoundPage } from "@/app/(study)/_pages/sound";
import { TrialPage } from "@/app/(study)/_pages/trial";
import { WelcomePage } from "@/app/(study)/_pages/welcome";
import type { ParticipantView } from "@/lib/study/participant-view";
import type { Snapshot } from "./walk";

/** Failed tries before a page without content says that the connection is lost. */
const LOST_AFTER = 3;

/** The page for the state at hand. */
export function PageOf({ snapshot }: { snapshot: Snapshot }) {
  const { view, failures, broken } = snapshot;
  if (broken) return <Stuck word="failed" />;
  if (view !== null) return <ViewPage view={view} drafted={snapshot.draft !== null} />;
  if (failures >= LOST_AFTER) return <Stuck word="lost" />;
  return (
    <div className={styles.skeleton} aria-busy="true">
      <div />
      <div />
      <div />
    </div>
  );
}

function Stuck({ word }: { word: "failed" | "lost" }) {
  return (
    <SidePage word={word}>
      <ReloadButton />
    </SidePage>
  );
}

function ViewPage({ view, drafted }: { view: ParticipantView; drafted: boolean }) {
  switch (view.page) {
    case "welcome":
      return <WelcomePage view={view} />;
    case "consent":
      return <ConsentPage view={view} />;
    case "sound":
      return <SoundPage view={view} />;
    case "headphones":
      return <HeadphonesPage key={view.attempt} view={view} />;
    case "practice":
    case "trial":
      // Another trial is another page: nothing of one clip is left over on the next.
      return <TrialPage key={`${view.trial} ${drafted}`} view={view} />;
    case "pause":
      return <PausePage key={view.progress.number} view={view} />;
    case "questions":
      return <QuestionsPage view={view} />;
    case "done":
      return <DonePage view={view} />;
    default:
      return <SideOf view={view} />;
  }
}
