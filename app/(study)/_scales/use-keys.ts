"use client";

import { useLayoutEffect, useRef } from "react";

/** What the keys of the trial page do. */
export interface KeyActions {
  /** @param at when the key was pressed, in milliseconds of the page's monotonic clock */
  digit: (digit: string, at: number) => void;
  play: () => void;
  /** @returns whether it went on; if not, Enter does what it does without us. */
  goOn: () => boolean;
}

const TEXT_FIELDS = "textarea, select, input:not([type='radio']):not([type='checkbox'])";
/** Controls that answer to Enter by themselves. */
const OWN_ENTER = "a, summary, button:not([data-play]):not([data-go-on])";

/**
 * Digits rate, Space plays, Enter goes on: wherever the focus is, except in a field for text or a
 * dialog. Keys with Ctrl, Alt or Cmd and keys held down are left alone.
 */
export function useRatingKeys(on: boolean, actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  // The keys work from the moment in which the page can be seen.
  useLayoutEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent) => {
      if (isOurs(event) && act(event, latest.current)) event.preventDefault();
    };
    // Space chooses a radio button when it is let go; here it plays.
    const released = (event: KeyboardEvent) => {
      if (event.key === " " && isOurs(event) && isRadio(event)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("keyup", released);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("keyup", released);
    };
  }, [on]);
}

function isOurs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false;
  const target = event.target as Element;
  return !target.closest?.(TEXT_FIELDS) && document.querySelector("dialog[open]") === null;
}

function isRadio(event: KeyboardEvent): boolean {
  return (event.target as Element).matches?.("input[type='radio']");
}

function act(event: KeyboardEvent, actions: KeyActions): boolean {
  const target = event.target as Element;
  if (/^[0-9]$/.test(event.key)) {
    if (!event.repeat) actions.digit(event.key, event.timeStamp);
    return true;
  }
  // A focused button, also the play button, answers to Space by itself.
  if (event.key === " " && !target.closest?.("a, summary, button, input[type='checkbox']")) {
    if (!event.repeat) actions.play();
    return true;
  }
  if (event.key === "Enter" && !target.closest?.(OWN_ENTER)) {
    return event.repeat || actions.goOn();
  }
  return false;
}
