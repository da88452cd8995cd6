"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { leaveStudy, reloadWithout } from "@/app/(study)/_sending/leave";
import type { StudyView } from "@/lib/study/participant-view";
import styles from "./page.module.css";

/** Two ways on where the link names someone else: go on as before, or begin as that person. */
export function OtherPerson({ study }: { study: StudyView }) {
  const t = useTranslations("study");
  const [state, setState] = useState<"idle" | "working" | "waiting">("idle");
  const become = async () => {
    setState("working");
    await leaveStudy(study.slug, () => setState("waiting"));
    window.location.reload();
  };
  return (
    <>
      <Button disabled={state !== "idle"} onClick={() => void become()}>
        {t("side.otherPerson.someoneElse")}
      </Button>
      <Button
        look="secondary"
        disabled={state !== "idle"}
        onClick={() => reloadWithout(study.slug, study.personParameters)}
      >
        {t("side.otherPerson.goOn")}
      </Button>
      <p className={styles.soft} role="status">
        {state === "waiting" ? t("sending.waiting") : ""}
      </p>
    </>
  );
}
