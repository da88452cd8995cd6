"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, ButtonLink } from "@/app/_components/button";
import { Contact } from "@/app/(study)/_flow/contact";
import frame from "@/app/(study)/_flow/flow.module.css";
import styles from "@/app/(study)/_pages/page.module.css";
import { StudyPageHead } from "@/app/(study)/_pages/page-head";
import { SideOf } from "@/app/(study)/_pages/side";
import { forgetStudy } from "@/app/(study)/_sending/keep";
import { askUntilAnswered, ServerRejection } from "@/app/(study)/_sending/server";
import { linkQuery } from "@/lib/study/link-reading";
import type { ErrorWord, WithdrawRequest } from "@/lib/study/participant-requests";
import type { ViewOf } from "@/lib/study/participant-view";
import { secretOfAddress } from "./secret-of-address";

type State =
  | { kind: "asking" }
  | { kind: "working"; waiting: boolean }
  | { kind: "refused"; reason: ErrorWord }
  | { kind: "withdrawn"; view: ViewOf<"withdrawn"> };

/** Asks once more, withdraws, and shows the receipt. */
export function WithdrawByLink({ slug, contact }: { slug: string; contact: string }) {
  const [state, setState] = useState<State>({ kind: "asking" });
  const withdraw = async () => {
    setState({ kind: "working", waiting: false });
    const secret = secretOfAddress(window.location.hash);
    // A link from a mail that lost its secret must not erase whoever sits at this browser now.
    const here = linkQuery(window.location.search).get("here") === "1";
    if (secret === null && !here) return setState({ kind: "refused", reason: "no session" });
    const waiting = () => setState({ kind: "working", waiting: true });
    setState(await attempt(slug, secret, waiting));
  };
  return (
    <main className={frame.frame}>
      <div className={frame.head} />
      {state.kind === "withdrawn" ? (
        <SideOf view={state.view} />
      ) : (
        <Confirm slug={slug} state={state} onConfirm={() => void withdraw()} />
      )}
      <Questions contact={contact} />
    </main>
  );
}

async function attempt(slug: string, secret: string | null, onWaiting: () => void): Promise<State> {
  const body: WithdrawRequest = { secret, confirm: true };
  try {
    const view = await askUntilAnswered<"withdraw">({ slug, name: "withdraw", body }, onWaiting);
    if (view.page !== "withdrawn") return { kind: "refused", reason: "wrong page" };
    // A private link may be opened in a browser where someone else is in the middle of the study.
    if (secret === null) await forgetStudy(slug);
    return { kind: "withdrawn", view };
  } catch (error) {
    return {
      kind: "refused",
      reason: error instanceof ServerRejection ? error.reason : "unavailable",
    };
  }
}

/** Whom to write to, should withdrawing not be possible here. */
function Questions({ contact }: { contact: string }) {
  const t = useTranslations("study.frame");
  if (contact === "") return null;
  const address = () => <Contact contact={contact} />;
  return (
    <footer className={frame.foot}>
      <p>{t.rich("contact", { contact, address })}</p>
    </footer>
  );
}

interface ConfirmProps {
  slug: string;
  state: Exclude<State, { kind: "withdrawn" }>;
  onConfirm: () => void;
}

function Confirm({ slug, state, onConfirm }: ConfirmProps) {
  const t = useTranslations("study");
  const working = state.kind === "working";
  const tooLate = state.kind === "refused" && state.reason === "too late to withdraw";
  return (
    <div className={styles.page}>
      <StudyPageHead page="withdraw" title={t("withdraw.title")} />
      {tooLate ? null : <p className={styles.lead}>{t("withdraw.text")}</p>}
      <p className={styles.error} role="alert">
        {state.kind === "refused" ? t(refusalWord(state.reason)) : ""}
      </p>
      <div className={styles.row}>
        {tooLate ? null : (
          <Button look="danger" disabled={working} onClick={onConfirm}>
            {t(working ? "withdraw.working" : "withdraw.confirm")}
          </Button>
        )}
        <ButtonLink look="secondary" href={`/s/${encodeURIComponent(slug)}`}>
          {t(tooLate ? "withdraw.back" : "withdraw.cancel")}
        </ButtonLink>
      </div>
      <p className={styles.soft} role="status">
        {working && state.waiting ? t("sending.waiting") : ""}
      </p>
    </div>
  );
}

function refusalWord(reason: ErrorWord) {
  if (reason === "too late to withdraw") return "withdraw.tooLate";
  return reason === "not found" || reason === "no session"
    ? "side.badLink.text"
    : "withdraw.failed";
}
