import { STEPS_PER_BAR, STEPS_PER_QUARTER } from "@/lib/music/notes";
import { barSteps, beatSteps, type Metre } from "@/lib/music/timing";

/** What a beam does at a note. */
export type BeamMark = "begin" | "continue" | "end" | "forward hook" | "backward hook";

/** What beaming needs to know of a note or rest. */
interface Beamable {
  at: number;
  steps: number;
  heads: readonly unknown[];
}

const HALF_BAR = 2 * STEPS_PER_QUARTER;

/** Flags of a value: a sixteenth has two, eighths one, others none. */
function flags(item: Beamable): number {
  if (item.heads.length === 0) return 0;
  if (item.steps === 1) return 2;
  return item.steps < STEPS_PER_QUARTER ? 1 : 0;
}

/**
 * Beams of one layer of a bar: notes of one beat stand under a beam, four plain eighths of half a bar
 * too; rests end a beam.
 * @returns for every item its marks, the eighth beam first; none for a note with flags of its own
 */
export function beamMarks(items: readonly Beamable[], metre?: Metre): BeamMark[][] {
  const marks: BeamMark[][] = items.map(() => []);
  for (const group of groups(items, metre)) {
    const levels = group.map((index) => flags(items[index]!));
    group.forEach((index, position) => {
      marks[index]!.push(
        position === 0 ? "begin" : position < group.length - 1 ? "continue" : "end",
      );
      const second = secondBeam(levels, position);
      if (second) marks[index]!.push(second);
    });
  }
  return marks;
}

function secondBeam(levels: readonly number[], position: number): BeamMark | null {
  if (levels[position] !== 2) return null;
  const before = levels[position - 1] === 2;
  const after = levels[position + 1] === 2;
  if (before && after) return "continue";
  if (after) return "begin";
  if (before) return "end";
  return position === 0 ? "forward hook" : "backward hook";
}

/** Runs of two and more neighbouring items that share a beam. */
function groups(items: readonly Beamable[], metre?: Metre): number[][] {
  const groupOf = barSteps(metre) === STEPS_PER_BAR ? beamGroup : beatGroup(metre);
  const found: number[][] = [];
  let run: number[] = [];
  items.forEach((item, index) => {
    const last = run.length > 0 ? items[run.at(-1)!]! : undefined;
    if (last && groupOf(items, last) !== groupOf(items, item)) {
      found.push(run);
      run = [];
    }
    if (flags(item) > 0) run.push(index);
    else if (run.length > 0) {
      found.push(run);
      run = [];
    }
  });
  found.push(run);
  return found.filter((group) => group.length > 1);
}

/** The step where the beat of an item begins, in metres without halves of two quarters. */
function beatGroup(metre?: Metre) {
  const beat = Math.max(STEPS_PER_QUARTER, beatSteps(metre));
  return (_: readonly Beamable[], { at }: Beamable) => at - (at % beat);
}

/** The step where the beam group of an item begins: its half bar when that is all eighths, else its beat. */
function beamGroup(items: readonly Beamable[], item: Beamable): number {
  const half = item.at - (item.at % HALF_BAR);
  const inHalf = items.filter((other) => other.at >= half && other.at < half + HALF_BAR);
  const plain =
    inHalf.length === 4 && inHalf.every((other) => other.steps === 2 && flags(other) === 1);
  return plain ? half : item.at - (item.at % STEPS_PER_QUARTER);
}
