"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { forgetStudy } from "@/app/(study)/_sending/keep";
import { askUntilAnswered, type Call } from "@/app/(study)/_sending/server";
import type { StudyView } from "@/lib/study/participant-view";
import styles from "./page.module.css";

/** On a lab's shared computer: forgets this session, so that the next person can begin. */
export function NextParticipant({ study }: { study: StudyView }) {
  const t = useTranslations("study");
  const { slug, personParameters } = study;
  const [state, setState] = useState<"idle" | "working" | "waiting">("idle");
  const leave = async () => {
    setState("working");
    const call: Call<"leave"> = { slug, name: "leave", body: {} };
    // A refusal is shown by the page that is loaded next.
    await askUntilAnswered(call, () => setState("waiting")).catch(() => undefined);
    await forgetStudy(slug);
    // Loaded anew, so that the next person gets a language of their own, and no one else's number.
    const query = new URLSearchParams(window.location.search);
    for (const own of ["lang", ...personParameters]) query.delete(own);
    query.set("lab", "1");
    window.location.assign(`/s/${encodeURIComponent(slug)}?${query}`);
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
