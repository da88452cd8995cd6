import { namedStream } from "@/lib/shared/rng";
import type { Group } from "@/lib/study/configuration";

/** Where a slot belongs: its group, and its place in the order that balances the exposure. */
export interface SlotPlace {
  group: Group | null;
  /** Groups that hear the same stimuli share one pool. */
  pool: string;
  /** Place of the slot among the slots of its pool, from 0. */
  index: number;
}

/**
 * The group of a slot: each run of as many slots as there are groups holds every group once, in a
 * drawn order.
 * @param number the slot's number, from 1
 */
export function placeOfSlot(seed: string, groups: readonly Group[], number: number): SlotPlace {
  if (groups.length === 0) return { group: null, pool: "all", index: number - 1 };
  const run = Math.floor((number - 1) / groups.length);
  const order = namedStream(seed, "groups", run).shuffle(groups);
  const within = (number - 1) % groups.length;
  const group = order[within]!;
  const pool = poolOf(group);
  const before = order.slice(0, within).filter((other) => poolOf(other) === pool).length;
  const perRun = groups.filter((other) => poolOf(other) === pool).length;
  return { group, pool, index: run * perRun + before };
}

/** The name of a group's pool: groups with the same items have the same one. */
export function poolOf(group: Group): string {
  return group.items === null ? "all" : JSON.stringify([...group.items].sort());
}
