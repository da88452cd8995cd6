"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/app/_components/button";
import { useFlow } from "@/app/(study)/_flow/context";
import { useHeadingFocus } from "@/app/(study)/_flow/heading-focus";
import { PlayButton } from "@/app/(study)/_player/play-button";
import { pointOf, singleDigits, type Typed } from "@/app/(study)/_scales/digits";
import { onceIn, SLIP_MS } from "@/app/(study)/_scales/once-in";
import { RatingScale } from "@/app/(study)/_scales/scale";
import { useRatingKeys } from "@/app/(study)/_scales/use-keys";
import { ClipTrouble } from "./clip-trouble";
import { inOneLine } from "./in-one-line";
import styles from "./trial.module.css";
import { type TrialView, useTrial } from "./use-trial";

/** One gate for all trials: a second Enter right after Next belongs to the trial before. */
const maySend = onceIn(SLIP_MS, () => performance.now());

/** Practice and trial: play, then rate, then go on. Nothing else. */
export function TrialPage({ view }: { view: TrialView }) {
  const t = useTranslations("study.trial");
  const { snapshot, keys } = useFlow();
  const trial = useTrial(view);
  const { choices, choose, player, state, heard, complete, replaysLeft } = trial;
  const ready = heard && complete && !snapshot.busy;
  const goOn = () => {
    if (!ready || !maySend()) return false;
    void trial.goOn();
    return true;
  };
  const marked = useDigits(view, trial, keys.on, goOn);
  const heading = useHeadingFocus(view.trial);
  // What was not yet heard to the end may always be heard.
  const spent = replaysLeft === 0 && heard;
  const caption = useSpent(spent, state.status);
  if (state.status === "failed" || state.status === "silent") {
    const { busy } = snapshot;
    return <ClipTrouble state={state} player={player} busy={busy} onSkip={trial.skip} />;
  }
  return (
    <div className={styles.trial}>
      <TrialHead view={view} heading={heading} />
      <div className={styles.listen}>
        <PlayButton player={player} state={state} spent={spent} caption={caption} />
        <p className={styles.locked} aria-live="polite">
          {heard ? <Opened /> : t(view.rules.coverage > 0.9 ? "locked" : "lockedShare")}
        </p>
      </div>
      <div className={styles.scales}>
        {view.dimensions.map((dimension) => (
          <RatingScale
            key={dimension.id}
            trial={view.trial}
            dimension={dimension}
            value={choices[dimension.id]}
            locked={!heard || snapshot.busy}
            marked={keys.on && heard && marked === dimension.id}
            onChoose={(value) => choose(dimension.id, value)}
          />
        ))}
      </div>
      {view.comment ? <Comment value={trial.comment} onChange={trial.setComment} /> : null}
      <div className={styles.foot}>
        <Button wide disabled={!ready} onClick={goOn} data-go-on>
          {snapshot.busy ? t("sending") : t("next")}
        </Button>
      </div>
    </div>
  );
}

interface HeadProps {
  view: TrialView;
  heading: RefObject<HTMLHeadingElement | null>;
}

function TrialHead({ view, heading }: HeadProps) {
  const t = useTranslations("study.trial");
  const practice = view.page === "practice";
  return (
    <>
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {t(practice ? "practiceTitle" : "title", view.progress)}
        </h1>
      </div>
      {practice ? (
        <p className={styles.hint}>{inOneLine(t("practiceMark"), view.hint ?? "")}</p>
      ) : null}
    </>
  );
}

function Opened() {
  return useTranslations("study.player")("heard");
}

function useSpent(spent: boolean, status: string): string | undefined {
  const t = useTranslations("study.player");
  const idle = status === "ended" || status === "ready";
  return spent && idle ? t("replaysLeft", { count: 0 }) : undefined;
}

function Comment({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations("study.trial");
  return (
    <label className={styles.comment}>
      {t("comment")}
      <textarea value={value} maxLength={5000} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}

/** Digits rate the scale with the focus, or the first one without a rating. Returns that scale. */
function useDigits(
  view: TrialView,
  trial: ReturnType<typeof useTrial>,
  on: boolean,
  goOn: () => boolean,
): string | null {
  const [focused, setFocused] = useState<string | null>(null);
  const typed = useRef<Typed | null>(null);
  useLayoutEffect(() => {
    const moved = () => {
      const scale = document.activeElement?.closest<HTMLElement>("[data-dimension]");
      setFocused(scale?.dataset.dimension ?? null);
    };
    document.addEventListener("focusin", moved);
    return () => document.removeEventListener("focusin", moved);
  }, []);
  const open = view.dimensions.find(({ id }) => trial.choices[id] === undefined);
  const marked = focused ?? open?.id ?? view.dimensions.at(-1)?.id ?? null;
  const digit = (key: string, at: number) => {
    const dimension = view.dimensions.find(({ id }) => id === marked);
    if (!dimension || !trial.heard) return;
    const values = dimension.points.map((point) => point.value);
    const result = pointOf(key, values, typed.current, at);
    typed.current = result.typed;
    if (result.value === null) return;
    trial.choose(dimension.id, result.value);
    const settled = singleDigits(values);
    if (settled) typed.current = null;
    const later = view.dimensions.slice(view.dimensions.indexOf(dimension) + 1);
    const next = later.find(({ id }) => trial.choices[id] === undefined);
    if (settled && next) focusScale(next.id, view.trial, trial.choices[next.id]);
    else focusScale(dimension.id, view.trial, result.value);
  };
  useRatingKeys(on, { digit, play: () => void trial.player.toggle(), goOn });
  return marked;
}

// The scale takes the focus on its chosen point or its first, without choosing it. At once, not in the
// next frame: a Tab or digit typed in between would be undone by a focus that comes late.
function focusScale(dimension: string, trial: string, chosen: number | undefined): void {
  const name = CSS.escape(`${trial}-${dimension}`);
  const points = [...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  const point = points.find((input) => input.value === String(chosen)) ?? points[0];
  point?.focus({ preventScroll: false });
}
