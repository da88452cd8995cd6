import type { Rng } from "@/lib/shared/rng";
import type { TrialsConfiguration } from "@/lib/study/configuration";

/** A place of the order before its stimulus is known. */
export interface OrderPlace {
  kind: "main" | "repeat" | "catch";
  /** "" on catch trials. */
  condition: string;
}

/** Trials at the start that no catch trial may break into. */
const CATCH_FREE_START = 3;

/**
 * Puts anchors, repeats and catch trials at drawn places between the model trials, outside the
 * Williams count. No condition comes to stand beside itself where another place is free; a repeat
 * has an earlier trial of its model at least `repeatDistance` places before it.
 * @returns null where a repeat finds no such place
 */
export function withExtraTrials(
  models: readonly string[],
  trials: TrialsConfiguration,
  rng: Rng,
): OrderPlace[] | null {
  const order: OrderPlace[] = models.map((condition) => ({ kind: "main", condition }));
  const anchors = trials.anchors.flatMap((share) =>
    Array.from({ length: share.perParticipant }, () => share.condition),
  );
  for (const condition of rng.shuffle(anchors)) {
    insertAt(order, { kind: "main", condition }, 0, rng);
  }
  const repeats = trials.models.flatMap((share) =>
    Array.from({ length: trials.repeatsPerModel }, () => share.condition),
  );
  for (const condition of rng.shuffle(repeats)) {
    const first = order.findIndex(
      (place) => place.kind === "main" && place.condition === condition,
    );
    const earliest = first + trials.repeatDistance;
    if (earliest > order.length) return null;
    insertAt(order, { kind: "repeat", condition }, earliest, rng);
  }
  insertCatches(order, trials.catches, rng);
  return order;
}

function insertAt(order: OrderPlace[], place: OrderPlace, earliest: number, rng: Rng): void {
  const gaps = Array.from({ length: order.length - earliest + 1 }, (_, i) => earliest + i);
  const free = gaps.filter(
    (gap) =>
      order[gap - 1]?.condition !== place.condition && order[gap]?.condition !== place.condition,
  );
  order.splice(rng.pick(free.length > 0 ? free : gaps), 0, place);
}

/** One catch trial in each of as many equal parts of the session. */
function insertCatches(order: OrderPlace[], count: number, rng: Rng): void {
  const length = order.length;
  for (let part = count - 1; part >= 0; part--) {
    const from = Math.max(CATCH_FREE_START, Math.ceil((part * length) / count) + 1);
    const to = Math.floor(((part + 1) * length) / count) - 1;
    order.splice(Math.min(length, rng.int(Math.min(from, to), Math.max(from, to))), 0, {
      kind: "catch",
      condition: "",
    });
  }
}
