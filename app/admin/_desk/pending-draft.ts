"use client";

import { useSyncExternalStore } from "react";

/** Why a draft that is open in this window cannot be launched now; null where it can. */
export type PendingDraft = "unsaved" | "invalid" | null;

let pending: PendingDraft = null;
const listeners = new Set<() => void>();

/** Tells the head of the study's pages how the open draft stands. */
export function setPendingDraft(next: PendingDraft): void {
  if (next === pending) return;
  pending = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How the draft that is open in this window stands. */
export function usePendingDraft(): PendingDraft {
  return useSyncExternalStore(
    subscribe,
    () => pending,
    () => null,
  );
}
