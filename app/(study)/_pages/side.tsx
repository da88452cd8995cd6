"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_components/button";
import { CopyButton } from "@/app/_components/copy-button";
import type { ParticipantView, StudyView, ViewOf } from "@/lib/study/participant-view";
import { CompletionBox } from "./completion";
import { NextParticipant } from "./next-participant";
import { OtherPerson } from "./other-person";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";

/** The states beside the walk, each with its words in the message files. */
export type SideWord =
  | "declined"
  | "full"
  | "closed"
  | "paused"
  | "alreadyStarted"
  | "incompleteLink"
  | "otherPerson"
  | "screenedHeadphones"
  | "screenedSound"
  | "screenedAge"
  | "screenedUnheard"
  | "expired"
  | "withdrawn"
  | "notFound"
  | "lost"
  | "failed"
  | "badLink"
  | "resuming";

/** One sentence and one action. */
export function SidePage({ word, children }: { word: SideWord; children?: ReactNode }) {
  const t = useTranslations("study.side");
  return (
    <div className={styles.page} data-side={word}>
      <StudyPageHead page={word} title={t(`${word}.title`)} />
      <p className={styles.lead}>{t(`${word}.text`)}</p>
      <div className={styles.action}>{children}</div>
    </div>
  );
}

type SideView = Extract<
  ParticipantView,
  {
    page:
      | "declined"
      | "full"
      | "closed"
      | "paused"
      | "already-started"
      | "incomplete-link"
      | "other-person"
      | "screened-out"
      | "expired"
      | "withdrawn"
      | "not-found";
  }
>;

/** The page of a state beside the walk. */
export function SideOf({ view }: { view: SideView }) {
  const action = view.page === "withdrawn" ? <Receipt view={view} /> : actionOf(view);
  return (
    <SidePage word={wordOf(view)}>
      {action}
      {isOver(view) && view.study.lab ? <NextParticipant study={view.study} /> : null}
    </SidePage>
  );
}

type Over = Extract<SideView, { page: "declined" | "screened-out" | "expired" | "withdrawn" }>;

// Whoever stands here has a session that has ended: on a shared computer someone else is next.
function isOver(view: SideView): view is Over {
  return ["declined", "screened-out", "expired", "withdrawn"].includes(view.page);
}

const SCREENED = {
  headphones: "screenedHeadphones",
  sound: "screenedSound",
  age: "screenedAge",
  unheard: "screenedUnheard",
} as const satisfies Record<ViewOf<"screened-out">["reason"], SideWord>;

function wordOf(view: SideView): SideWord {
  if (view.page === "already-started") return "alreadyStarted";
  if (view.page === "incomplete-link") return "incompleteLink";
  if (view.page === "other-person") return "otherPerson";
  if (view.page === "not-found") return "notFound";
  if (view.page !== "screened-out") return view.page;
  return SCREENED[view.reason];
}

function actionOf(view: SideView): ReactNode {
  if ("completion" in view && view.completion.kind !== "none") {
    return <CompletionBox early completion={view.completion} />;
  }
  if (view.page === "paused") return <ReloadButton />;
  if (view.page === "not-found") return <HomeLink />;
  if (view.page === "other-person") return <OtherPerson study={view.study} />;
  if (view.page === "already-started" || view.page === "incomplete-link") return null;
  return <MayClose study={view.study} />;
}

/** Loads the page again. */
export function ReloadButton() {
  const t = useTranslations("study.side");
  return <Button onClick={() => window.location.reload()}>{t("reload")}</Button>;
}

/** The way to the site's first page. */
export function HomeLink() {
  return <a href="/">{useTranslations("study.side")("home")}</a>;
}

/** Nothing is left to do here; on a shared computer someone else is next. */
export function MayClose({ study }: { study: StudyView }) {
  const t = useTranslations("study.side");
  return study.lab ? null : <p>{t("close")}</p>;
}

function Receipt({ view }: { view: ViewOf<"withdrawn"> }) {
  const t = useTranslations("study.done");
  const { receipt, study } = view;
  return (
    <>
      <p className={styles.code}>{receipt}</p>
      <CopyButton
        look={study.lab ? "secondary" : "primary"}
        text={receipt}
        label={t("copyReceipt")}
        copiedLabel={t("copied")}
      />
    </>
  );
}
