"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { ClipPlayer, type PlayableClip, type PlayerState, prepareAhead } from "./clip-player";
import type { Listening } from "./listening";

const LOADING: PlayerState = { status: "loading", trouble: null };

interface Options {
  listening?: Listening | null;
  /** Plays by itself, where an earlier click has unlocked the sound. */
  autoplay?: boolean;
  /** The piece to load once this one is there. */
  next?: PlayableClip | null;
  /** What must have happened before the piece can be played. */
  after?: Promise<unknown>;
  /** Called after a stretch was heard. */
  onHeard?: () => void;
}

/** A player for one piece; another `key` of the component around it means another player. */
export function useClipPlayer(
  piece: PlayableClip,
  { listening = null, autoplay = false, next = null, after, onHeard }: Options,
): { player: ClipPlayer; state: PlayerState } {
  const [player, setPlayer] = useState(() => new ClipPlayer(piece, listening, onHeard));
  const state = useSyncExternalStore(player.subscribe, player.current, () => LOADING);
  const settled = state.status !== "loading";
  // The piece of a player never changes: see `key` above.
  // biome-ignore lint/correctness/useExhaustiveDependencies: one load for each player
  useEffect(() => {
    // Effects run twice in development: a player that was left is replaced.
    const mine = player.left ? new ClipPlayer(piece, listening, onHeard) : player;
    if (mine !== player) return setPlayer(mine);
    void mine.load(autoplay, after);
    return () => mine.leave();
  }, [player]);
  useEffect(() => {
    if (settled && next) void prepareAhead(next.url);
  }, [settled, next]);
  return { player, state };
}
