import type { Rng } from "@/lib/shared/rng";

/**
 * A Williams square: rows of 0..n-1 in which every number stands equally often at every place and
 * follows every other number equally often. Even n needs n rows; odd n needs 2n, the second half
 * being the first half read backwards. Source: E. J. Williams (1949).
 */
export function williamsRows(n: number): number[][] {
  const first = Array.from({ length: n }, (_, i) => (i % 2 === 1 ? (i + 1) / 2 : (n - i / 2) % n));
  const rows = Array.from({ length: n }, (_, shift) => first.map((value) => (value + shift) % n));
  return n % 2 === 0 || n === 1 ? rows : [...rows, ...rows.map((row) => [...row].reverse())];
}

/**
 * The rows of a Williams square in a drawn circular order in which no row begins with the number
 * that ended the row before it. For n = 2 there is none: the rows come as they are.
 */
export function chainedRows(n: number, rng: Rng): number[][] {
  const rows = rng.shuffle(williamsRows(n));
  if (n < 3) return rows;
  return findChain([rows[0]!], rows.slice(1)) ?? rows;
}

function findChain(chain: number[][], left: number[][]): number[][] | null {
  const end = chain.at(-1)!.at(-1);
  if (left.length === 0) return chain[0]![0] === end ? null : chain;
  for (const next of left) {
    if (next[0] === end) continue;
    const found = findChain(
      [...chain, next],
      left.filter((row) => row !== next),
    );
    if (found) return found;
  }
  return null;
}
