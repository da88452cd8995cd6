import type { Rng } from "@/lib/shared/rng";
import type { DesignStimulus } from "@/lib/study/design/design-input";
import type { OrderPlace } from "@/lib/study/design/extra-trials";

/** Places that one search may try before it gives up. */
const SEARCH_LIMIT = 4000;

/** The stimulus at each place; null on catch trials and on repeats. */
export type Filling = (DesignStimulus | null)[];

/**
 * Puts the chosen stimuli of each condition on that condition's places so that two stimuli of one
 * item are more than `distance` places apart. Items that still have to come most often go first,
 * ties are drawn; a dead end goes back.
 * @returns null where the search found nothing within its limit
 */
export function fillPlaces(
  places: readonly OrderPlace[],
  chosen: ReadonlyMap<string, readonly DesignStimulus[]>,
  distance: number,
  rng: Rng,
): Filling | null {
  const waiting = new Map([...chosen].map(([condition, list]) => [condition, rng.shuffle(list)]));
  const filling: Filling = [];
  let tried = 0;

  const search = (at: number): boolean => {
    if (at === places.length) return true;
    if (++tried > SEARCH_LIMIT) return false;
    const place = places[at]!;
    if (place.kind !== "main") return attempt(at, null);
    const list = waiting.get(place.condition)!;
    return candidates(list, filling, at, distance, waiting).some((stimulus) => {
      const index = list.indexOf(stimulus);
      list.splice(index, 1);
      if (attempt(at, stimulus)) return true;
      list.splice(index, 0, stimulus);
      return false;
    });
  };
  const attempt = (at: number, stimulus: DesignStimulus | null): boolean => {
    filling[at] = stimulus;
    if (search(at + 1)) return true;
    filling.length = at;
    return false;
  };
  return search(0) ? filling : null;
}

function candidates(
  list: readonly DesignStimulus[],
  filling: Filling,
  at: number,
  distance: number,
  waiting: ReadonlyMap<string, readonly DesignStimulus[]>,
): DesignStimulus[] {
  const recent = new Set(filling.slice(Math.max(0, at - distance), at).map((s) => s?.item));
  const toCome = new Map<string, number>();
  for (const stimulus of [...waiting.values()].flat()) {
    toCome.set(stimulus.item, (toCome.get(stimulus.item) ?? 0) + 1);
  }
  return list
    .filter((stimulus) => !recent.has(stimulus.item))
    .sort((a, b) => toCome.get(b.item)! - toCome.get(a.item)!);
}

/**
 * Chooses which earlier trial each repeat presents again: of the same condition, at least
 * `repeatDistance` places before, its item not within `distance` places on either side.
 * @returns the index of the first presentation by the index of the repeat; null where none fits
 */
export function chooseRepeats(
  places: readonly OrderPlace[],
  filling: Filling,
  rules: { repeatDistance: number; distance: number },
  rng: Rng,
): Map<number, number> | null {
  const items = filling.map((stimulus) => stimulus?.item);
  const chosen = new Map<number, number>();
  for (const [at, place] of places.entries()) {
    if (place.kind !== "repeat") continue;
    const near = new Set(items.slice(Math.max(0, at - rules.distance), at + rules.distance + 1));
    const free = places.flatMap((other, index) =>
      other.kind === "main" &&
      other.condition === place.condition &&
      index <= at - rules.repeatDistance &&
      !near.has(items[index]) &&
      ![...chosen.values()].includes(index)
        ? [index]
        : [],
    );
    if (free.length === 0) return null;
    const original = rng.pick(free);
    chosen.set(at, original);
    items[at] = items[original];
  }
  return chosen;
}
