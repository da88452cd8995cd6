"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/app/_components/button";
import { useFlow } from "@/app/(study)/_flow/context";
import { prepareAhead } from "@/app/(study)/_player/clip-player";
import { onceIn, SLIP_MS } from "@/app/(study)/_scales/once-in";
import { useRatingKeys } from "@/app/(study)/_scales/use-keys";
import type { PauseRequest } from "@/lib/study/participant-requests";
import type { ViewOf } from "@/lib/study/participant-view";
import styles from "./page.module.css";
import { StudyPageHead } from "./page-head";

const ignore = () => undefined;

/** Between practice and the pieces that count, and between blocks: go on when ready. */
export function PausePage({ view }: { view: ViewOf<"pause"> }) {
  const t = useTranslations("study.pause");
  const { participation, snapshot, keys } = useFlow();
  const main = view.before === "main";
  const next = view.next?.url;
  const [mayGo] = useState(() => firstAfter(SLIP_MS));
  useEffect(() => {
    if (next) void prepareAhead(next);
  }, [next]);
  const goOn = () => {
    if (snapshot.busy || !mayGo()) return false;
    const body: PauseRequest = { number: view.progress.number };
    void participation.act("pause", body);
    return true;
  };
  useRatingKeys(keys.on, { digit: ignore, play: ignore, goOn });
  return (
    <div className={styles.page}>
      <StudyPageHead
        page={`pause ${view.progress.number}`}
        title={t(main ? "titleMain" : "titleBlock")}
      />
      {main ? null : <p className={styles.lead}>{t("done", view.progress)}</p>}
      <p className={styles.text}>{view.text || t(main ? "leadMain" : "leadBlock")}</p>
      <div className={styles.action}>
        <Button disabled={snapshot.busy} onClick={goOn} data-go-on>
          {t("go")}
        </Button>
      </div>
    </div>
  );
}

// The Enter that ended the last trial must not end the pause too.
function firstAfter(milliseconds: number): () => boolean {
  const gate = onceIn(milliseconds, () => performance.now());
  gate();
  return gate;
}
