/**
 * P(at least `needed` of `trials` right by guessing), each with the chance given: what a headphone
 * screen lets through. Σ_{j ≥ needed} C(n, j) pʲ (1 − p)ⁿ⁻ʲ.
 */
export function guessProbability(trials: number, needed: number, chance: number): number {
  let sum = 0;
  let ways = 1;
  for (let j = 0; j <= trials; j++) {
    if (j >= needed) sum += ways * chance ** j * (1 - chance) ** (trials - j);
    ways = (ways * (trials - j)) / (j + 1);
  }
  return sum;
}

/**
 * How many orders of labelled groups have no two neighbours of one group, out of all orders
 * (groups told apart, members not): [favourable, all]. Counted exactly by the group that came last.
 * Exact while the counts stay below 2⁵³.
 */
export function ordersWithoutNeighbours(counts: readonly number[]): [number, number] {
  const known = new Map<string, number>();
  const walk = (left: readonly number[], last: number): number => {
    if (left.every((n) => n === 0)) return 1;
    const key = `${left.join()}|${last}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let sum = 0;
    left.forEach((n, group) => {
      if (n > 0 && group !== last) {
        sum += walk(
          left.map((v, i) => (i === group ? v - 1 : v)),
          group,
        );
      }
    });
    known.set(key, sum);
    return sum;
  };
  let all = 1;
  let placed = 0;
  for (const n of counts) {
    for (let i = 1; i <= n; i++) {
      placed++;
      all = (all * placed) / i;
    }
  }
  return [walk(counts, -1), Math.round(all)];
}
