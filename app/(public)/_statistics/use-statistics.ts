"use client";

import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import type { StatisticsReply, StatisticsRequest } from "@/app/(public)/_statistics/messages";

type Final = Exclude<StatisticsReply, { kind: "step" }>;

/** Where a computation stands. */
export type Computation =
  | { status: "idle" }
  | { status: "running"; what: string }
  | { status: "done"; answer: Final }
  | { status: "broken"; message: string };

/** Statistics in a worker of the page's own: a new question ends the one before. */
export function useStatistics(): {
  state: Computation;
  ask: (question: StatisticsRequest) => void;
} {
  const worker = useRef<Worker | null>(null);
  const [state, setState] = useState<Computation>({ status: "idle" });
  useEffect(() => () => worker.current?.terminate(), []);
  const ask = useCallback((question: StatisticsRequest) => {
    worker.current?.terminate();
    const started = new Worker(new URL("./statistics-worker.ts", import.meta.url), {
      type: "module",
    });
    worker.current = started;
    setState({ status: "running", what: "" });
    started.onmessage = ({ data }: MessageEvent<StatisticsReply>) =>
      // A long answer is drawn piece by piece: the page answers its reader meanwhile.
      startTransition(() =>
        setState(
          data.kind === "step"
            ? { status: "running", what: data.what }
            : { status: "done", answer: data },
        ),
      );
    started.onerror = (event) =>
      setState({ status: "broken", message: event.message || "the worker did not start" });
    started.postMessage(question);
  }, []);
  return { state, ask };
}
