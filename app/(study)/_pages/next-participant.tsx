"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { leaveStudy, reloadWithout } from "@/app/(study)/_sending/leave";
import type { StudyView } from "@/lib/study/participant-view";
import styles from "./page.module.css";

/** On a lab's shared computer: forgets this session, so that the next person can begin. */
export function NextParticipant({ study }: { study: StudyView }) {
  const t = useTranslations("study");
  const { slug, personParameters } = study;
  const [state, setState] = useState<"idle" | "working" | "waiting">("idle");
  const leave = async () => {
    setState("working");
    await leaveStudy(slug, () => setState("waiting"));
    // Loaded anew, so that the next person gets a language of their own, and no one else's number.
    reloadWithout(slug, ["lang", ...personParameters], { lab: "1" });
  };
  return (
    <div className={styles.action}>
      <Button disabled={state !== "idle"} onClick={() => void leave()}>
        {t("done.nextParticipant")}
      </Button>
      <p className={styles.soft} role="status">
        {state === "waiting" ? t("sending.waiting") : ""}
      </p>
    </div>
  );
}
