/** A range of a clip that was played: start and end in milliseconds. */
export type PlayedRange = readonly [from: number, to: number];

/** Joins ranges that overlap or touch; empty ones vanish. The result is in order. */
export function joined(ranges: readonly PlayedRange[]): PlayedRange[] {
  const sorted = ranges.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
