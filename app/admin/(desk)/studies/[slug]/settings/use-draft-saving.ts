"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import type { StudyConfiguration } from "@/lib/study/configuration";

/** Quiet time after a change before it is saved, ms. */
const PAUSE_MS = 500;
/** Time until a save that did not get through is tried again, ms. */
const RETRY_MS = 4_000;
/** Largest body that browsers send on after its page is closed, bytes (64 KiB, with room for headers). */
const MOST_KEPT_BYTES = 60_000;

/** Where the saving of a draft stands. */
export type DraftSaving =
  | { kind: "saved" }
  | { kind: "unsaved" }
  | { kind: "failed"; why: string }
  /** Somebody else has saved since: nothing is sent until one chooses. */
  | { kind: "conflict"; why: string };

interface Queue {
  /** Number of the state that the server holds. */
  number: number;
  /** What must still be sent. */
  waiting: StudyConfiguration | null;
  busy: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

type Sent = { number: number } | { failed: string } | { conflict: string };

async function send(address: string, from: number, configuration: unknown): Promise<Sent> {
  const body = JSON.stringify({ from, configuration });
  const response = await fetch(address, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body,
    // A page that is being closed still gets its last change through; browsers allow that to small ones.
    keepalive: new Blob([body]).size < MOST_KEPT_BYTES,
  }).catch(() => null);
  if (!response) return { failed: "the server cannot be reached" };
  const answer = (await response.json().catch(() => ({}))) as { number?: number; message?: string };
  if (response.ok) return { number: answer.number ?? from + 1 };
  const why = answer.message ?? `the server answered ${response.status}`;
  return response.status === 409 ? { conflict: why } : { failed: why };
}

/**
 * Saves a draft by itself: a moment after the last change, at once when the window is left, again
 * where it failed, and one save at a time.
 * @param start number of the state that the page was made from
 */
export function useDraftSaving(slug: string, start: number) {
  const router = useRouter();
  const address = `/api/desk/studies/${slug}/configuration`;
  const [saving, setSaving] = useState<DraftSaving>({ kind: "saved" });
  const queue = useRef<Queue>({ number: start, waiting: null, busy: false, timer: undefined });
  const flush = useCallback(async () => {
    const own = queue.current;
    clearTimeout(own.timer);
    if (own.busy || own.waiting === null) return;
    const content = own.waiting;
    own.busy = true;
    const sent = await send(address, own.number, content);
    own.busy = false;
    if ("conflict" in sent) return setSaving({ kind: "conflict", why: sent.conflict });
    if ("failed" in sent) {
      setSaving({ kind: "failed", why: sent.failed });
      own.timer = setTimeout(flush, RETRY_MS);
      return;
    }
    own.number = sent.number;
    if (own.waiting !== content) return void flush();
    own.waiting = null;
    setSaving({ kind: "saved" });
    router.refresh();
  }, [address, router]);
  const save = useCallback(
    (content: StudyConfiguration) => {
      const own = queue.current;
      own.waiting = content;
      setSaving((now) => (now.kind === "conflict" ? now : { kind: "unsaved" }));
      clearTimeout(own.timer);
      own.timer = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  useEffect(() => saveWhenLeft(() => void flush()), [flush]);
  return { saving, save };
}

/** Saves when the window is hidden or closed and when another page of the desk is opened. */
function saveWhenLeft(flush: () => void): () => void {
  const hidden = () => document.visibilityState === "hidden" && flush();
  document.addEventListener("visibilitychange", hidden);
  window.addEventListener("pagehide", flush);
  return () => {
    document.removeEventListener("visibilitychange", hidden);
    window.removeEventListener("pagehide", flush);
    flush();
  };
}
