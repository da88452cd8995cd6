"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_components/button";
import type { ParticipantView } from "@/lib/study/participant-view";
import { Completion } from "./completion";
import styles from "./page.module.css";
import { PageHead } from "./page-head";

/** The states beside the walk, each with its words in the message files. */
export type SideWord =
  | "declined"
  | "full"
  | "closed"
  | "paused"
  | "alreadyStarted"
  | "screenedHeadphones"
  | "screenedSound"
  | "screenedAge"
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
      <PageHead page={word} title={t(`${word}.title`)} />
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
      | "screened-out"
      | "expired"
      | "withdrawn"
      | "not-found";
  }
>;

/** The page of a state beside the walk. */
export function SideOf({ view }: { view: SideView }) {
  if (view.page === "withdrawn") return <Withdrawn receipt={view.receipt} />;
  return <SidePage word={wordOf(view)}>{actionOf(view)}</SidePage>;
}

function wordOf(view: SideView): SideWord {
  if (view.page === "already-started") return "alreadyStarted";
  if (view.page === "not-found") return "notFound";
  if (view.page !== "screened-out") return view.page;
  const words = { headphones: "screenedHeadphones", sound: "screenedSound", age: "screenedAge" };
  return words[view.reason] as SideWord;
}

function actionOf(view: SideView): ReactNode {
  if ("completion" in view && view.completion.kind !== "none") {
    return <Completion completion={view.completion} />;
  }
  if (view.page === "paused") return <ReloadButton />;
  if (view.page === "not-found") return <HomeLink />;
  return <ContactLine contact={view.study.contact} />;
}

/** Loads the page again. */
export function ReloadButton() {
  const t = useTranslations("study.side");
  return <Button onClick={() => window.location.reload()}>{t("reload")}</Button>;
}

function HomeLink() {
  return <a href="/">{useTranslations("study.side")("home")}</a>;
}

function ContactLine({ contact }: { contact: string }) {
  const t = useTranslations("study.side");
  return contact ? <p>{t("contact", { contact })}</p> : <HomeLink />;
}

function Withdrawn({ receipt }: { receipt: string }) {
  return (
    <SidePage word="withdrawn">
      <p className={styles.code}>{receipt}</p>
    </SidePage>
  );
}
