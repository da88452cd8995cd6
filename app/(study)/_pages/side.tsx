"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_components/button";
import { CopyButton } from "@/app/_components/copy-button";
import type { ParticipantView } from "@/lib/study/participant-view";
import { Completion } from "./completion";
import { NextParticipant } from "./next-participant";
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
  const action = view.page === "withdrawn" ? <Receipt text={view.receipt} /> : actionOf(view);
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

function wordOf(view: SideView): SideWord {
  if (view.page === "already-started") return "alreadyStarted";
  if (view.page === "not-found") return "notFound";
  if (view.page !== "screened-out") return view.page;
  const words = { headphones: "screenedHeadphones", sound: "screenedSound", age: "screenedAge" };
  return words[view.reason] as SideWord;
}

function actionOf(view: SideView): ReactNode {
  if ("completion" in view && view.completion.kind !== "none") {
    return <Completion early completion={view.completion} />;
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

/** The way to the site's first page. */
export function HomeLink() {
  return <a href="/">{useTranslations("study.side")("home")}</a>;
}

function ContactLine({ contact }: { contact: string }) {
  const t = useTranslations("study.side");
  return contact ? <p>{t("contact", { contact })}</p> : <HomeLink />;
}

function Receipt({ text }: { text: string }) {
  const t = useTranslations("study.done");
  return (
    <>
      <p className={styles.code}>{text}</p>
      <CopyButton look="primary" text={text} label={t("copyReceipt")} copiedLabel={t("copied")} />
    </>
  );
}
