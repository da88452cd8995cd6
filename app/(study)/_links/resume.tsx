"use client";

import { useEffect, useState } from "react";
import styles from "@/app/(study)/_flow/flow.module.css";
import { HomeLink, ReloadButton, SidePage, type SideWord } from "@/app/(study)/_pages/side";
import { askUntilAnswered, ServerRejection } from "@/app/(study)/_sending/server";
import type { ResumeRequest } from "@/lib/study/participant-requests";
import { secretOfAddress } from "./secret-of-address";

/** Trades the secret of a private link for this browser's session, then goes to the study. */
export function ResumeByLink({ slug }: { slug: string }) {
  const [problem, setProblem] = useState<SideWord | null>(null);
  useEffect(() => {
    const secret = secretOfAddress(window.location.hash);
    if (secret === null) return setProblem("badLink");
    void resume(slug, secret, (tries) => tries > 2 && setProblem("lost")).catch((error) =>
      setProblem(error instanceof ServerRejection ? "badLink" : "failed"),
    );
  }, [slug]);
  return (
    <main className={styles.frame}>
      <div className={styles.head} />
      {problem ? <Problem word={problem} /> : <SidePage word="resuming" />}
    </main>
  );
}

/** Pages of someone who has no session: then the link was not a good one. */
const NO_SESSION = new Set([
  "welcome",
  "full",
  "closed",
  "already-started",
  "incomplete-link",
  "not-found",
]);

async function resume(slug: string, secret: string, onWaiting: (tries: number) => void) {
  const body: ResumeRequest = { secret };
  const view = await askUntilAnswered<"resume">({ slug, name: "resume", body }, onWaiting);
  if (NO_SESSION.has(view.page))
    throw new ServerRejection("not found", "no session has this secret");
  const language = "study" in view ? `?lang=${encodeURIComponent(view.study.language)}` : "";
  // Replaced, so that the secret is not left in this browser's history.
  window.location.replace(`/s/${encodeURIComponent(slug)}${language}`);
}

function Problem({ word }: { word: SideWord }) {
  return <SidePage word={word}>{word === "badLink" ? <HomeLink /> : <ReloadButton />}</SidePage>;
}
