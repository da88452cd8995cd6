"use client";

import { useCallback, useEffect, useState } from "react";
import { useFlow } from "@/app/(study)/_flow/context";
import { newKey } from "@/app/(study)/_flow/secret-key";
import { Listening } from "@/app/(study)/_player/listening";
import { useClipPlayer } from "@/app/(study)/_player/use-clip-player";
import { type Draft, keepDraft, keepDraftNow } from "@/app/(study)/_sending/keep";
import type { TrialRequest } from "@/lib/study/participant-requests";
import type { ViewOf } from "@/lib/study/participant-view";

/** The answer of a page that plays a piece and asks for ratings. */
export type TrialView = ViewOf<"trial"> | ViewOf<"practice">;

type Choices = Record<string, number>;

/** How often the gate is looked at while the piece plays, in milliseconds. */
const LOOK_MS = 200;
/** How often a draft is kept while the piece plays: what a crash may lose. */
const KEEP_MS = 2000;

/** Everything that the trial page does: play, open the scales, choose, send. */
export function useTrial(view: TrialView) {
  const { slug, participation, snapshot } = useFlow();
  const [draft] = useState<Draft>(() => ownDraft(slug, view, snapshot.draft));
  const [choices, setChoices] = useState<Choices>(draft.choices);
  const [comment, setComment] = useState(draft.comment);
  const [listening] = useState(() => newListening(draft, snapshot.draft !== null));
  const autoplay = view.rules.autoplay && view.progress.number > 1;
  const { player, state } = useClipPlayer(view.clip, {
    listening,
    autoplay,
    next: view.next,
    after: participation.restored,
  });
  const heard = useGate(view, player, state.status);

  const keep = useCallback(
    (leaving: boolean) => {
      // An empty page must not write over what an earlier load of it had kept.
      if (participation.current().restoring) return;
      player.noteNow();
      const now = { ...draft, choices, comment, listening: listening.save() };
      if (leaving) keepDraftNow(now);
      else void keepDraft(now);
    },
    [participation, player, draft, choices, comment, listening],
  );
  useKeeping(keep, listening, state.status);

  const choose = (dimension: string, value: number) => {
    listening.rated(dimension);
    setChoices((before) => ({ ...before, [dimension]: value }));
  };
  const complete = view.dimensions.every(({ id }) => choices[id] !== undefined);
  const deliver = (outcome: TrialRequest["outcome"]) => {
    player.noteNow();
    const receipt = listening.receipt(player.sampleRate);
    return participation.rate({ trial: view.trial, outcome, receipt, comment, late: false });
  };
  const goOn = () => deliver({ kind: "rated", ratings: ratingsOf(view, choices, draft.keys) });
  const skip = (reason: "clip failed" | "cannot play sound", detail: string) =>
    deliver({ kind: "skipped", reason, detail });
  const replaysLeft = remaining(view, listening.plays, state.status);
  return {
    choices,
    choose,
    comment,
    setComment,
    player,
    state,
    heard,
    complete,
    goOn,
    skip,
    replaysLeft,
  };
}

function ownDraft(slug: string, view: TrialView, found: Draft | null): Draft {
  if (found && found.trial === view.trial) return found;
  const keys = Object.fromEntries(view.dimensions.map(({ id }) => [id, newKey()]));
  const listening = new Listening(() => 0, null).save();
  return { slug, trial: view.trial, choices: {}, keys, comment: "", listening };
}

function newListening(draft: Draft, resumed: boolean): Listening {
  return new Listening(() => performance.now(), resumed ? draft.listening : null);
}

function ratingsOf({ dimensions }: TrialView, choices: Choices, keys: Record<string, string>) {
  return dimensions.flatMap(({ id }) => {
    const value = choices[id];
    return value === undefined ? [] : [{ dimension: id, value, key: keys[id] ?? newKey() }];
  });
}

/** Replays left; null = as many as wanted. */
function remaining({ rules }: TrialView, plays: number, status: string): number | null {
  if (rules.replays === null) return null;
  const running = status === "ended" ? 0 : 1;
  return Math.max(0, rules.replays + 1 - Math.max(plays, running));
}

/** Opens once enough of the piece has been heard, and stays open. */
function useGate({ rules }: TrialView, player: { share(): number }, status: string): boolean {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    // Until then it may turn out that a reload interrupted this trial.
    if (status === "loading") return;
    const look = () => setOpen((before) => before || player.share() >= rules.coverage);
    look();
    if (status !== "playing") return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [player, rules.coverage, status]);
  return open;
}

/** Keeps the draft after every change, while the piece plays, and when the page is hidden or left. */
function useKeeping(keep: (leaving: boolean) => void, listening: Listening, status: string): void {
  useEffect(() => {
    keep(false);
    if (status !== "playing") return;
    const timer = setInterval(() => keep(false), KEEP_MS);
    return () => clearInterval(timer);
  }, [keep, status]);
  useEffect(() => {
    const changed = () => {
      listening.visible(document.visibilityState === "visible");
      keep(false);
    };
    const left = () => keep(true);
    document.addEventListener("visibilitychange", changed);
    window.addEventListener("pagehide", left);
    return () => {
      document.removeEventListener("visibilitychange", changed);
      window.removeEventListener("pagehide", left);
    };
  }, [keep, listening]);
}
