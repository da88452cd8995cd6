import type { StoredSlotEvent } from "@/lib/study/design/audit-records";
import type { DesignInput } from "@/lib/study/design/design-input";
import { type ConditionShare, chosenStimuli, mainStimuli } from "@/lib/study/design/exposure";
import { placeOfSlot } from "@/lib/study/design/slot-group";

/** Stimuli that must be presented equally often: one pool, conditions with the same numbers. */
export interface ExposureClass {
  name: string;
  pool: string;
  stimuli: string[];
}

/** How evenly a class was presented. */
export interface ClassGap {
  name: string;
  stimuli: number;
  least: number;
  most: number;
  /** most − least. */
  gap: number;
}

/** The classes of a design: conditions with equal numbers of stimuli and of trials belong together. */
export function exposureClasses(input: DesignInput): ExposureClass[] {
  const places = input.groups.length > 0 ? input.groups : [null];
  const classes = new Map<string, ExposureClass>();
  for (const group of places) {
    const pool = group ? poolName(input, group.id) : "all";
    const all = mainStimuli(input, { group });
    for (const share of shares(input)) {
      const own = all.filter((stimulus) => stimulus.condition === share.condition);
      const name = `${share.perParticipant} of ${own.length}${pool === "all" ? "" : ` (${pool})`}`;
      const known = classes.get(name) ?? { name, pool, stimuli: [] };
      known.stimuli = [...new Set([...known.stimuli, ...own.map((stimulus) => stimulus.id)])];
      classes.set(name, known);
    }
  }
  return [...classes.values()];
}

function poolName(input: DesignInput, groupId: string): string {
  for (let number = 1; number <= input.groups.length; number++) {
    const place = placeOfSlot(input.seed, input.groups, number);
    if (place.group?.id === groupId) return place.pool;
  }
  return "all";
}

function shares(input: DesignInput): ConditionShare[] {
  return [...input.trials.models, ...input.trials.anchors];
}

/** The main stimuli of a slot. */
export function stimuliOfSlot(input: DesignInput, number: number): string[] {
  const place = placeOfSlot(input.seed, input.groups, number);
  return [...chosenStimuli(input, place, shares(input)).values()]
    .flat()
    .map((stimulus) => stimulus.id);
}

/** How evenly the classes are presented by some slots. */
export function exposureGaps(
  input: DesignInput,
  classes: readonly ExposureClass[],
  slots: readonly number[],
): ClassGap[] {
  const counts = new Map<string, number>();
  for (const slot of slots) count(counts, stimuliOfSlot(input, slot), 1);
  return classes.map((one) => gapOf(one, counts));
}

function count(counts: Map<string, number>, stimuli: readonly string[], by: number): void {
  for (const id of stimuli) counts.set(id, (counts.get(id) ?? 0) + by);
}

function gapOf({ name, stimuli }: ExposureClass, counts: ReadonlyMap<string, number>): ClassGap {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const id of stimuli) {
    const times = counts.get(id) ?? 0;
    least = Math.min(least, times);
    most = Math.max(most, times);
  }
  return { name, stimuli: stimuli.length, least, most, gap: most - least };
}

/**
 * Lets every claim and return happen again and looks after each whether any class is presented
 * more unevenly than 1 + the returned slots that wait.
 */
export function replayExposure(
  input: DesignInput,
  classes: readonly ExposureClass[],
  events: readonly StoredSlotEvent[],
): { moments: number; violations: number } {
  const counts = new Map<string, number>();
  const waiting = new Set<number>();
  const stimuli = new Map<number, string[]>();
  let violations = 0;
  for (const event of events) {
    const own = stimuli.get(event.slot) ?? stimuliOfSlot(input, event.slot);
    stimuli.set(event.slot, own);
    if (event.kind === "completed") continue;
    count(counts, own, event.kind === "claimed" ? 1 : -1);
    if (event.kind === "claimed") waiting.delete(event.slot);
    else waiting.add(event.slot);
    const worst = Math.max(...classes.map((one) => gapOf(one, counts).gap));
    if (worst > 1 + waiting.size) violations++;
  }
  return { moments: events.length, violations };
}
