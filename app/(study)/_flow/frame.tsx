"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ParticipantView, StudyView } from "@/lib/study/participant-view";
import { Contact } from "./contact";
import { useFlow } from "./context";
import styles from "./flow.module.css";
import { HelpDialog } from "./help-dialog";
import { LanguageSwitch } from "./language-switch";
import { trialOf } from "./participation";
import type { ParticipantNotice, Sending, Snapshot } from "./walk";

/** What stands around every page: progress, saved or waiting, help; contact and language below. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations("study.frame");
  const { snapshot } = useFlow();
  const { view, sending } = snapshot;
  const study = view && "study" in view ? view.study : null;
  const listening = view?.page === "trial" || view?.page === "practice";
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <header className={styles.head}>
        {view && "progress" in view && listening ? (
          <Progress view={view} />
        ) : (
          <p className={styles.name}>{view?.page === "welcome" ? null : study?.title}</p>
        )}
        <SendingState sending={sending} />
        {view && study && "resumeLink" in view ? <Help view={view} study={study} /> : null}
      </header>
      {study && study.mode !== "live" ? (
        <p className={styles.banner}>{t(study.mode === "test" ? "testRun" : "simulated")}</p>
      ) : null}
      <main id="content" className={styles.main} tabIndex={-1}>
        <NoticeBox snapshot={snapshot} />
        {children}
      </main>
      {study && !listening ? <Foot study={study} /> : null}
    </div>
  );
}

function Progress({ view }: { view: Extract<ParticipantView, { page: "trial" | "practice" }> }) {
  const t = useTranslations("study.frame");
  const { number, total } = view.progress;
  const done = Math.max(0, number - 1);
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={t("progressLabel")}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={t("progress", view.progress)}
    >
      <div
        className={styles.filled}
        style={{ inlineSize: `${(100 * done) / Math.max(1, total)}%` }}
      />
    </div>
  );
}

function SendingState({ sending }: { sending: Sending }) {
  const t = useTranslations("study.sending");
  const look = sending === "waiting" ? styles.waiting : sending === "saved" ? styles.saved : "";
  return (
    <p className={`${styles.sending} ${look}`} role="status" data-sending={sending}>
      {sending === "idle" ? "" : t(sending)}
    </p>
  );
}

const everywhere = <Word extends string>(word: Word) => ({ trial: word, elsewhere: word });

/** Why it takes long, by what stands in the way; only a trial's ratings are kept on the device. */
const LONG_WAITS = {
  "no answer": { trial: "sending.noConnection", elsewhere: "sending.noConnectionOpen" },
  blocked: everywhere("sending.blocked"),
  busy: everywhere("sending.busy"),
  failing: everywhere("sending.failing"),
} as const;

function NoticeBox({ snapshot }: { snapshot: Snapshot }) {
  const t = useTranslations("study");
  const { notice, sending, obstacle } = snapshot;
  const word = LONG_WAITS[obstacle][trialOf(snapshot.view) === null ? "elsewhere" : "trial"];
  const waiting = sending === "waiting" ? t(word) : null;
  const text = waiting ?? (notice ? noticeText(notice, t) : null);
  const look = `${styles.notice} ${waiting || notice?.kind === "refused" ? styles.warning : ""}`;
  return <div aria-live="polite">{text ? <p className={look}>{text}</p> : null}</div>;
}

function noticeText(notice: ParticipantNotice, t: ReturnType<typeof useTranslations>): string {
  if (notice.kind === "refused") return t("sending.refused");
  if (notice.kind === "not heard") return t("trial.notHeard");
  return t(notice.kind === "back" ? "trial.back" : "sending.otherTab");
}

function Help({ view, study }: { view: ParticipantView; study: StudyView }) {
  const t = useTranslations("study.help");
  const [open, setOpen] = useState(false);
  const link = "resumeLink" in view ? view.resumeLink : "";
  return (
    <>
      <button
        type="button"
        className={styles.help}
        aria-label={t("open")}
        data-help
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">?</span>
      </button>
      <HelpDialog open={open} onClose={() => setOpen(false)} link={link} study={study} />
    </>
  );
}

function Foot({ study }: { study: StudyView }) {
  const t = useTranslations("study.frame");
  const { contact } = study;
  const address = () => <Contact contact={contact} />;
  return (
    <footer className={styles.foot}>
      <p>{contact ? t.rich("contact", { contact, address }) : null}</p>
      <LanguageSwitch study={study} />
    </footer>
  );
}
