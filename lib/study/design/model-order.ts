import { namedStream, type Rng } from "@/lib/shared/rng";
import type { ConditionShare } from "@/lib/study/design/exposure";
import type { SlotPlace } from "@/lib/study/design/slot-group";
import { chainedRows, williamsRows } from "@/lib/study/design/williams";

/**
 * The order of models over a session's model trials. With equal numbers it is a chain of rounds,
 * each a row of a Williams square: over as many slots as the square has rows, every model stands
 * equally often at every place. No model follows itself, but for two models, where runs of two are
 * allowed. With unequal numbers the order is built place by place.
 */
export function modelOrder(
  seed: string,
  place: SlotPlace,
  shares: readonly ConditionShare[],
): string[] {
  const [first] = shares;
  const equal = shares.every((share) => share.perParticipant === first!.perParticipant);
  if (!equal) {
    return withoutNeighbours(shares, namedStream(seed, "models", place.pool, place.index));
  }
  return balancedRounds(
    seed,
    place,
    shares.map((share) => share.condition),
    first!.perParticipant,
  );
}

function balancedRounds(
  seed: string,
  place: SlotPlace,
  models: string[],
  rounds: number,
): string[] {
  const rowCount = williamsRows(models.length).length;
  const square = Math.floor(place.index / rowCount);
  const within = place.index % rowCount;
  const rng = namedStream(seed, "squares", place.pool, square);
  const names = rng.shuffle(models);
  const rows = chainedRows(models.length, rng);
  // Two models have no chain: each round is drawn, and the second slot of a square mirrors the first.
  const flips = Array.from({ length: rounds }, () => rng.int(0, 1));
  const rowOf = (round: number) => (models.length === 2 ? flips[round]! : round) + within;
  return Array.from({ length: rounds }, (_, round) => rows[rowOf(round) % rowCount]!)
    .flat()
    .map((index) => names[index]!);
}

/**
 * A drawn order of unequal numbers in which no condition follows itself, where the largest number
 * is at most half of all, rounded up. A condition that fills half of what is left comes at once.
 */
export function withoutNeighbours(shares: readonly ConditionShare[], rng: Rng): string[] {
  const left = new Map(shares.map((share) => [share.condition, share.perParticipant]));
  let total = shares.reduce((sum, share) => sum + share.perParticipant, 0);
  const order: string[] = [];
  while (total > 0) {
    const next = nextCondition(left, total, order.at(-1), rng);
    order.push(next);
    left.set(next, left.get(next)! - 1);
    total--;
  }
  return order;
}

function nextCondition(
  left: ReadonlyMap<string, number>,
  total: number,
  previous: string | undefined,
  rng: Rng,
): string {
  const waiting = [...left].filter(([, count]) => count > 0);
  const others = waiting.filter(([condition]) => condition !== previous);
  // Put off any longer, it would have to follow itself.
  const due = others.find(([, count]) => 2 * count > total);
  if (due) return due[0];
  const candidates = others.length > 0 ? others : waiting;
  return drawByCount(candidates, rng);
}

function drawByCount(candidates: readonly [string, number][], rng: Rng): string {
  const total = candidates.reduce((sum, [, count]) => sum + count, 0);
  let place = rng.int(1, total);
  for (const [condition, count] of candidates) {
    place -= count;
    if (place <= 0) return condition;
  }
  return candidates.at(-1)![0];
}
