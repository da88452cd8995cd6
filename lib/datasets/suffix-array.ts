/** Sorted starts of all suffixes of a text: every place where a run of events stands is found fast. */
export interface SuffixIndex {
  text: Uint16Array;
  order: Int32Array;
}

/** Sorts `order` by `key[order[i]]` (0..keys − 1), stably, into `target`. */
function countingSort(order: Int32Array, key: Int32Array, keys: number, target: Int32Array): void {
  const starts = new Int32Array(keys + 1);
  for (let i = 0; i < order.length; i++) starts[key[order[i]!]! + 1]! += 1;
  for (let k = 0; k < keys; k++) starts[k + 1]! += starts[k]!;
  for (let i = 0; i < order.length; i++) target[starts[key[order[i]!]!]!++] = order[i]!;
}

/** Gives suffixes ranks by their first 2·length events; returns how many ranks there are. */
function rerank(order: Int32Array, rank: Int32Array, length: number, target: Int32Array): number {
  const n = order.length;
  const second = (at: number) => (at + length < n ? rank[at + length]! : -1);
  let ranks = 0;
  for (let i = 0; i < n; i++) {
    const [here, before] = [order[i]!, i > 0 ? order[i - 1]! : -1];
    const same = before >= 0 && rank[here] === rank[before] && second(here) === second(before);
    if (!same) ranks += 1;
    target[here] = ranks - 1;
  }
  return ranks;
}

/**
 * Builds a suffix array by prefix doubling with counting sorts (Manber & Myers 1993): O(n log n)
 * time, five arrays of the text's length.
 */
export function buildSuffixIndex(text: Uint16Array): SuffixIndex {
  const n = text.length;
  let order = Int32Array.from({ length: n }, (_, i) => i);
  let spare = new Int32Array(n);
  let rank = Int32Array.from(text);
  let nextRank = new Int32Array(n);
  countingSort(order, rank, 65536, spare);
  [order, spare] = [spare, order];
  let ranks = rerank(order, rank, n, nextRank);
  [rank, nextRank] = [nextRank, rank];
  for (let length = 1; ranks < n && length < n; length *= 2) {
    // Suffixes ordered by their second half: those without one first, the rest as already sorted.
    let filled = 0;
    for (let at = n - length; at < n; at++) spare[filled++] = at;
    for (let i = 0; i < n; i++) if (order[i]! >= length) spare[filled++] = order[i]! - length;
    countingSort(spare, rank, ranks, order);
    ranks = rerank(order, rank, length, nextRank);
    [rank, nextRank] = [nextRank, rank];
  }
  return { text, order };
}

function commonLength(
  text: Uint16Array,
  at: number,
  query: ArrayLike<number>,
  from: number,
): number {
  let length = 0;
  while (
    at + length < text.length &&
    from + length < query.length &&
    text[at + length] === query[from + length]
  ) {
    length += 1;
  }
  return length;
}

/** The longest run that starts at `from` of the query and stands in the text, and where it stands. */
export function longestMatch(
  { text, order }: SuffixIndex,
  query: ArrayLike<number>,
  from: number,
): { length: number; place: number } {
  let [low, high] = [0, order.length - 1];
  let best = { length: 0, place: -1 };
  // The longest common start is with a neighbour of where the query would stand, and binary search
  // passes every such neighbour.
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = order[middle]!;
    const length = commonLength(text, at, query, from);
    if (length > best.length || (length === best.length && length > 0 && at < best.place)) {
      best = { length, place: at };
    }
    if (from + length >= query.length) break;
    const textEnds = at + length >= text.length;
    if (textEnds || text[at + length]! < query[from + length]!) low = middle + 1;
    else high = middle - 1;
  }
  return best;
}
