"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { forgetStudy } from "@/app/(study)/_sending/keep";
import { askUntilAnswered } from "@/app/(study)/_sending/server";
import styles from "./page.module.css";

/** On a lab's shared computer: forgets this session, so that the next person can begin. */
export function NextParticipant({ slug }: { slug: string }) {
  const t = useTranslations("study");
  const [state, setState] = useState<"idle" | "working" | "waiting">("idle");
  const leave = async () => {
    setState("working");
    const call = { slug, name: "leave", body: {} };
    // A refusal is shown by the page that is loaded next.
    await askUntilAnswered(call, () => setState("waiting")).catch(() => undefined);
    await forgetStudy(slug);
    // Loaded anew, so that the next person gets the language of their own choice.
    const query = new URLSearchParams(window.location.search);
    query.delete("lang");
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
