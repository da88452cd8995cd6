"use client";

import { useEffect } from "react";
import type { ParticipantView } from "@/lib/study/participant-view";
import { type Participation, trialOf } from "./participation";

/**
 * The browser's back button cannot lead to an earlier piece. The first press on a trial says so
 * and stays; a second one leaves the page as usual, and coming back leads to the same trial.
 */
export function useBackButton(participation: Participation, view: ParticipantView | null): void {
  const trial = trialOf(view);
  useEffect(() => {
    if (trial === null) return;
    if (history.state?.trial !== true) history.pushState({ ...history.state, trial: true }, "");
    const back = () => participation.notify({ kind: "back" });
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, [participation, trial]);
}
