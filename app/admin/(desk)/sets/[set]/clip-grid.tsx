"use client";

import Link from "next/link";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/app/_components/button";
import { clipFile } from "@/app/admin/_desk/clip-parts";
import clipStyles from "@/app/admin/_desk/desk-clips.module.css";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";

/** A clip as the grid shows it. */
export interface GridClip {
  /** The set that it is from: the page's own, or its parent. */
  setId: string;
  id: string;
  label: string;
  item: string;
  role: string;
  hasRoll: boolean;
  facts: string[];
}

/**
 * The clips of a set grouped by model, with one player for all: J and L go back and forth, K plays
 * and pauses, A and B keep two clips and switch between them at the same place.
 * @param props.parents clips of the set that this one was regenerated from, by the id of the clip
 * that each is to be heard against
 */
export function ClipGrid(props: {
  labels: string[];
  clips: GridClip[];
  parents?: Record<string, GridClip>;
}) {
  const { clips, parents = NO_PARENTS } = props;
  const heard = useMemo(() => [...clips, ...Object.values(parents)], [clips, parents]);
  const player = useClipPlayer(heard, clips.length);
  const against = (clip: GridClip) => {
    const parent = parents[clip.id];
    return parent ? heard.indexOf(parent) : null;
  };
  const given = new Set(clips.map(({ label }) => label));
  const labels = [...new Set([...props.labels, ...given])].filter((label) => given.has(label));
  return (
    <>
      {labels.map((label) => (
        <section key={label} aria-label={label} className={frameStyles.panel}>
          <h2>{label}</h2>
          <div className={clipStyles.clips}>
            {clips.map((clip, index) =>
              clip.label === label ? (
                <ClipCard
                  key={clip.id}
                  clip={clip}
                  current={index === player.current}
                  marks={`${index === player.kept.a ? "A" : ""}${index === player.kept.b ? "B" : ""}`}
                  onPlay={() => player.play(index)}
                  onCompare={comparison(player, index, against(clip))}
                />
              ) : null,
            )}
          </div>
        </section>
      ))}
      <Dock clips={heard} player={player} />
    </>
  );
}

const NO_PARENTS: Record<string, GridClip> = {};

/** Keeps a clip as A and its parent's as B, and plays A. */
function comparison(player: Player, index: number, parent: number | null) {
  if (parent === null) return undefined;
  return () => {
    player.pair(index, parent);
    player.play(index);
  };
}

function ClipCard(props: {
  clip: GridClip;
  current: boolean;
  marks: string;
  onPlay: () => void;
  onCompare: (() => void) | undefined;
}) {
  const { clip, current, marks, onPlay, onCompare } = props;
  return (
    <div className={clipStyles.clip} data-current={current}>
      {clip.hasRoll ? (
        // biome-ignore lint/performance/noImgElement: a small drawing from our own server, nothing to optimise
        <img
          src={clipFile(clip, "roll")}
          alt={`Piano roll of ${clip.label}, item ${clip.item}`}
          loading="lazy"
        />
      ) : null}
      <div className={frameStyles.row}>
        <Button
          look={current ? "primary" : "secondary"}
          className={frameStyles.small ?? ""}
          onClick={onPlay}
          aria-label={`Play ${clip.label}, item ${clip.item}`}
          aria-current={current}
        >
          Play
        </Button>
        {onCompare ? (
          <Button
            look="secondary"
            className={frameStyles.small ?? ""}
            onClick={onCompare}
            aria-label={`A/B with the parent: ${clip.label}, item ${clip.item}`}
          >
            A/B parent
          </Button>
        ) : null}
        <Link href={`/admin/sets/${clip.setId}/${clip.id}`}>{clip.item}</Link>
        {clip.role === "main" ? null : <span className={tableStyles.badge}>{clip.role}</span>}
        {marks ? (
          <span className={`${tableStyles.badge} ${tableStyles.accent}`}>{marks}</span>
        ) : null}
      </div>
      <div className={fieldStyles.hint}>{clip.facts.join(" · ")}</div>
    </div>
  );
}

interface Player {
  current: number | null;
  kept: { a: number | null; b: number | null };
  audio: React.RefObject<HTMLAudioElement | null>;
  play: (index: number, at?: number) => void;
  step: (by: number) => void;
  toggle: () => void;
  keep: (name: "a" | "b") => void;
  pair: (a: number, b: number) => void;
}

/** @param steps how many of the clips J and L go through; the others are only heard as A or B */
function useClipPlayer(clips: readonly GridClip[], steps: number): Player {
  const audio = useRef<HTMLAudioElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const [kept, setKept] = useState<Player["kept"]>({ a: null, b: null });
  const play = useCallback(
    (index: number, at = 0) => {
      const element = audio.current;
      const clip = clips[index];
      if (!element || !clip) return;
      element.src = clipFile(clip, "mp3");
      element.currentTime = at;
      void element.play().catch(() => {});
      setCurrent(index);
    },
    [clips],
  );
  const step = useCallback(
    (by: number) => play(((current ?? (by > 0 ? -1 : 0)) + by + steps) % steps),
    [current, steps, play],
  );
  const pair = useCallback((a: number, b: number) => setKept({ a, b }), []);
  const toggle = useCallback(() => {
    const element = audio.current;
    if (!element || current === null) return step(1);
    if (element.paused) void element.play().catch(() => {});
    else element.pause();
  }, [current, step]);
  const keep = useCallback(
    (name: "a" | "b") => {
      const wanted = kept[name];
      if (wanted === null || wanted === current) setKept({ ...kept, [name]: current });
      else play(wanted, audio.current?.currentTime ?? 0);
    },
    [kept, current, play],
  );
  useKeys({ step, toggle, keep });
  return { current, kept, audio, play, step, toggle, keep, pair };
}

function useKeys({ step, toggle, keep }: Pick<Player, "step" | "toggle" | "keep">) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.closest("input, select, textarea")
      )
        return;
      const acts: Record<string, () => void> = {
        j: () => step(-1),
        l: () => step(1),
        k: toggle,
        a: () => keep("a"),
        b: () => keep("b"),
      };
      acts[event.key.toLowerCase()]?.();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [step, toggle, keep]);
}

function Dock({ clips, player }: { clips: readonly GridClip[]; player: Player }) {
  const clip = player.current === null ? null : clips[player.current];
  const keepLabel = (name: "a" | "b") => {
    const kept = player.kept[name];
    return kept === null
      ? `Keep as ${name.toUpperCase()}`
      : `${name.toUpperCase()}: ${clips[kept]?.label} ${clips[kept]?.item}`;
  };
  return (
    <section className={clipStyles.dock} aria-label="Player">
      <strong>{clip ? `${clip.label}, ${clip.item}` : "Choose a clip"}</strong>
      {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
      <audio ref={player.audio} controls preload="none" aria-label="Clip" />
      <Button
        look="secondary"
        className={frameStyles.small ?? ""}
        onClick={() => player.keep("a")}
        disabled={!clip && player.kept.a === null}
      >
        {keepLabel("a")}
      </Button>
      <Button
        look="secondary"
        className={frameStyles.small ?? ""}
        onClick={() => player.keep("b")}
        disabled={!clip && player.kept.b === null}
      >
        {keepLabel("b")}
      </Button>
      <span className={`${fieldStyles.hint} ${clipStyles.keys}`}>
        Keys: J back, K play, L forward, A and B switch
      </span>
    </section>
  );
}
