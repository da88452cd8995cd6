import { namedStream } from "@/lib/shared/rng";
import type { DesignInput, DesignStimulus } from "@/lib/study/design/design-input";
import type { SlotPlace } from "@/lib/study/design/slot-group";

/** One condition's part in a session. */
export interface ConditionShare {
  condition: string;
  perParticipant: number;
}

/** The main stimuli that a group may hear, in the order of the set. */
export function mainStimuli(input: DesignInput, place: Pick<SlotPlace, "group">): DesignStimulus[] {
  const items = place.group?.items;
  return input.stimuli.filter(
    (stimulus) => stimulus.role === "main" && (!items || items.includes(stimulus.item)),
  );
}

/**
 * Which stimuli a slot presents, by condition. Each condition's stimuli stand in a circle in the
 * drawn order of their items, and slot after slot takes the next `perParticipant` of them, so that
 * after any number of slots no stimulus was taken more than once oftener than another. Conditions
 * begin at different places of the circle, so that a session meets an item under as few conditions
 * as the numbers allow. When every place has come equally often, the circle is drawn anew.
 */
export function chosenStimuli(
  input: DesignInput,
  place: SlotPlace,
  shares: readonly ConditionShare[],
): Map<string, DesignStimulus[]> {
  const all = mainStimuli(input, place);
  const items = [...new Set(all.map((stimulus) => stimulus.item))];
  const chosen = new Map<string, DesignStimulus[]>();
  let offset = 0;
  for (const { condition, perParticipant } of shares) {
    const own = all.filter((stimulus) => stimulus.condition === condition);
    const slotsPerRound = own.length / greatestCommonDivisor(own.length, perParticipant);
    const round = Math.floor(place.index / slotsPerRound);
    const rank = new Map(
      namedStream(input.seed, "items", place.pool, round)
        .shuffle(items)
        .map((item, index) => [item, index]),
    );
    const circle = [...own].sort((a, b) => rank.get(a.item)! - rank.get(b.item)!);
    const start = offset + place.index * perParticipant;
    chosen.set(
      condition,
      Array.from({ length: perParticipant }, (_, i) => circle[(start + i) % circle.length]!),
    );
    offset += perParticipant;
  }
  return chosen;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
