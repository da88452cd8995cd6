"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import type { ShippedModel } from "@/app/(public)/compose/shipped-models";
import { type HowToAnswer, type ModelState, useModels } from "./use-models";

/** The networks of this page, the chosen one, and how it is to answer. */
export interface Networks {
  models: readonly ShippedModel[];
  /** Undefined when none ships. */
  model: ShippedModel | undefined;
  sha256: string;
  setSha256: (sha256: string) => void;
  temperature: number;
  setTemperature: (value: number) => void;
  /** Bars of an answer. */
  bars: number;
  setBars: (value: number) => void;
  /** null: another one each time. */
  seed: number | null;
  setSeed: (value: number | null) => void;
  loaded: ReadonlySet<string>;
  state: ModelState;
  busy: boolean;
  /** The chosen network is loaded. */
  ready: boolean;
  /** Time that the last answer took. */
  milliseconds: number | null;
  load: () => void;
  answer: () => void;
  /** Asks the chosen network for another answer of a turn, the last one or an earlier. */
  alternative: (turn: number) => void;
  cancel: () => void;
}

const Context = createContext<Networks | null>(null);

/** The networks of this page. */
export function useNetworks(): Networks {
  const networks = useContext(Context);
  if (!networks) throw new Error("expected networks around this part");
  return networks;
}

function useDials(usualTemperature: number) {
  const [temperature, setTemperature] = useState(usualTemperature);
  const [bars, setBars] = useState(4);
  const [seed, setSeed] = useState<number | null>(null);
  return { temperature, setTemperature, bars, setBars, seed, setSeed };
}

/** Gives several panels the same networks. */
export function NetworksProvider(props: {
  models: readonly ShippedModel[];
  /** At which they answer until the person chooses another. */
  temperature: number;
  children: ReactNode;
}) {
  const { models, children } = props;
  const first = models.find(({ model }) => model === "resNet20_LocalConv") ?? models[0];
  const [sha256, setSha256] = useState(first?.sha256 ?? "");
  const dials = useDials(props.temperature);
  const { state, loaded, milliseconds, load, answer, alternative, cancel } = useModels();
  const model = models.find((known) => known.sha256 === sha256);
  const asked = (ask: (how: HowToAnswer) => unknown) => {
    if (model) ask({ ...dials, model });
  };
  const value: Networks = {
    ...{ models, model, sha256, setSha256, loaded, state, milliseconds, cancel },
    ...dials,
    busy: state.kind !== "idle",
    ready: loaded.has(sha256),
    load: () => model && load(model),
    answer: () => asked(answer),
    alternative: (turn) => asked((how) => alternative(turn, how)),
  };
  return <Context value={value}>{children}</Context>;
}
