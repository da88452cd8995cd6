"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { player } from "@/app/(public)/compose/_sound/player";
import { scoreLine } from "@/app/(public)/compose/_workers/lines";
import { plainNotes } from "@/lib/compose/answer";
import { musicBars, type Piece } from "@/lib/compose/piece";
import { authorOf } from "@/lib/compose/turns";
import type { EngravedScore, TimeMapEntry } from "@/lib/score/types";
import styles from "./panels.module.css";

/** Narrowest width that the engraver takes. */
const NARROWEST = 220;

/** The score, engraved anew after every change while the page goes on. */
export function ScorePanel() {
  const t = useTranslations("compose.score");
  const { piece } = useComposition();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const score = useEngraved(piece, width);
  useAuthors(box, piece, score);
  usePlayedNotes(box, score?.timeMap);
  const empty = piece.notes.length === 0;
  return (
    <div className={styles.score} ref={box} data-score={score ? "drawn" : "none"}>
      {empty || !score ? (
        <p className={styles.hint}>{empty ? t("empty") : t("loading")}</p>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the engraver's drawing of our own notation
        <div role="img" aria-label={t("label")} dangerouslySetInnerHTML={{ __html: score.svg }} />
      )}
    </div>
  );
}

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** The latest score; while one is being engraved, only the newest piece waits. */
function useEngraved(piece: Piece, width: number): EngravedScore | null {
  const [score, setScore] = useState<EngravedScore | null>(null);
  const wanted = useRef<(() => Promise<void>) | null>(null);
  const busy = useRef(false);
  useEffect(() => {
    if (piece.notes.length === 0) setScore(null);
    if (piece.notes.length === 0 || width === 0) return;
    wanted.current = async () => {
      const request = {
        notes: plainNotes(piece.notes),
        tempo: piece.tempo,
        bars: Math.max(1, musicBars(piece.notes)),
        width: Math.max(NARROWEST, width),
      };
      setScore(await scoreLine.ask(request));
    };
    if (busy.current) return;
    busy.current = true;
    const work = async () => {
      for (let next = wanted.current; next; next = wanted.current) {
        wanted.current = null;
        // A score that fails leaves the one before; the next change tries again.
        await next().catch(() => {});
      }
      busy.current = false;
    };
    void work();
  }, [piece, width]);
  return score;
}

/** Marks the note heads with who wrote them; the style sheet tells them apart. */
function useAuthors(
  box: React.RefObject<HTMLElement | null>,
  piece: Piece,
  score: EngravedScore | null,
): void {
  useEffect(() => {
    if (!score) return;
    piece.notes.forEach((note, index) => {
      const by = authorOf(piece, note).model ? "model" : "person";
      for (const head of box.current?.querySelectorAll(`[id^="n${index}-"]`) ?? []) {
        head.setAttribute("data-by", by);
      }
    });
  }, [box, piece, score]);
}

/** Marks the notes that sound during the playback. */
function usePlayedNotes(
  box: React.RefObject<HTMLElement | null>,
  timeMap: readonly TimeMapEntry[] | undefined,
): void {
  useEffect(() => {
    let shown = "";
    return player.listen((step) => {
      const now = step === null ? [] : soundingAt(timeMap ?? [], step);
      if (now.join() === shown) return;
      shown = now.join();
      for (const old of box.current?.querySelectorAll("[data-sounding]") ?? []) {
        old.removeAttribute("data-sounding");
      }
      for (const id of now) {
        box.current?.querySelector(`[id="${id}"]`)?.setAttribute("data-sounding", "");
      }
    });
  }, [box, timeMap]);
}

function soundingAt(timeMap: readonly TimeMapEntry[], step: number): string[] {
  const sounding = new Set<string>();
  for (const entry of timeMap) {
    if (entry.step > step) break;
    for (const id of entry.off) sounding.delete(id);
    for (const id of entry.on) sounding.add(id);
  }
  return [...sounding];
}
