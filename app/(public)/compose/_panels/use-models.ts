import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { player } from "@/app/(public)/compose/_sound/player";
import { WorkerRefusal } from "@/app/(public)/compose/_workers/line";
import { modelLine, scoreLine } from "@/app/(public)/compose/_workers/lines";
import type { ShippedModel } from "@/app/(public)/compose/shipped-models";
import { textFromEvents } from "@/lib/compose/alphabet";
import { questionFor } from "@/lib/compose/answer";
import type { Answer, Piece } from "@/lib/compose/piece";
import {
  addAlternative,
  addModelTurn,
  nextPlace,
  type StepRange,
  withoutAnswer,
} from "@/lib/compose/turns";
import { InputError } from "@/lib/shared/invariant";

/** What the networks are doing. */
export type ModelState =
  | { kind: "idle" }
  | { kind: "loading"; share: number }
  | { kind: "writing"; share: number };

/** How an answer is asked for. */
export interface HowToAnswer {
  model: ShippedModel;
  temperature: number;
  /** Bars of an answer. */
  bars: number;
  /** Empty: another one each time. */
  seed: number | null;
}

const anySeed = () => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000;

/** Loads networks and lets them answer. Every failure is told in the page, and nothing is lost by it. */
export function useModels() {
  const t = useTranslations("compose.answer");
  const { piece, change, setCaret, setNotice } = useComposition();
  const [state, setState] = useState<ModelState>({ kind: "idle" });
  const [loaded, setLoaded] = useState<ReadonlySet<string>>(new Set());
  const [milliseconds, setMilliseconds] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);

  const during = useCallback(
    async (kind: "loading" | "writing", work: (signal: AbortSignal) => Promise<void>) => {
      stop.current = new AbortController();
      setNotice(null);
      setState({ kind, share: 0 });
      try {
        await work(stop.current.signal);
      } catch (error) {
        const wanted = error instanceof WorkerRefusal && error.reason === "cancelled";
        const message = error instanceof Error ? error.message : String(error);
        if (!wanted) setNotice(t(kind === "loading" ? "notLoaded" : "notWritten", { message }));
      }
      setState({ kind: "idle" });
    },
    [setNotice, t],
  );
  const load = useCallback(
    ({ sha256, bytes }: ShippedModel) =>
      during("loading", async () => {
        const onShare = (share: number) => setState({ kind: "loading", share });
        // All that the page needs later comes along, so that it goes on without a network.
        await Promise.all([
          modelLine.ask({ kind: "load", sha256, bytes }, { onShare }),
          player.prepare(),
          scoreLine.ask({ notes: [], tempo: 120, bars: 1, width: 300 }),
        ]);
        setLoaded((before) => new Set([...before, sha256]));
      }),
    [during],
  );

  const ask = useCallback(
    async (before: Piece, place: StepRange, how: HowToAnswer, signal: AbortSignal) => {
      const { sha256, model, window } = how.model;
      const { temperature } = how;
      const seed = how.seed ?? anySeed();
      const question = questionFor(before, place, { model, temperature, seed, window });
      const onShare = (share: number) => setState({ kind: "writing", share });
      const reply = await modelLine.ask({ kind: "answer", sha256, question }, { onShare, signal });
      setMilliseconds(reply.milliseconds);
      const events = textFromEvents(reply.events);
      return { model, weights: sha256, temperature, seed, events } satisfies Answer;
    },
    [],
  );
  const answer = (how: HowToAnswer) =>
    during("writing", async (signal) => {
      const place = nextPlace(piece, how.bars);
      const written = await ask(piece, place, how, signal);
      change((now) => addModelTurn(now, place, written));
      setCaret(place.from);
    });
  const alternative = (turn: number, how: HowToAnswer) =>
    during("writing", async (signal) => {
      const asked = piece.turns[turn];
      if (asked?.kind !== "model") throw new InputError("expected a turn of a network");
      const place = { from: asked.from, steps: asked.steps };
      const written = await ask(withoutAnswer(piece, turn), place, how, signal);
      change((now) => addAlternative(now, turn, written));
    });
  const cancel = () => stop.current?.abort();
  return { state, loaded, milliseconds, load, answer, alternative, cancel };
}
