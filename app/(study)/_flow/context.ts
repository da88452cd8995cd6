"use client";

import { createContext, useContext } from "react";
import type { Snapshot, Walk } from "./walk";

/** What every page of the flow can reach. */
export interface Flow {
  slug: string;
  participation: Walk;
  snapshot: Snapshot;
  keys: { on: boolean; set: (on: boolean) => void };
}

/** Set by the flow's root. */
export const FlowContext = createContext<Flow | null>(null);

/**
 * The flow that a page belongs to.
 * @throws Error outside of it
 */
export function useFlow(): Flow {
  const flow = useContext(FlowContext);
  if (!flow) throw new Error("expected to be inside the participant's flow");
  return flow;
}
