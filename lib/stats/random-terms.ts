import { invariant } from "@/lib/shared/invariant";
import { levels } from "./long-table";

/** One random intercept: every observation belongs to one of its levels. */
export interface RandomTerm {
  name: string;
  /** level of each observation, 0 … count − 1 */
  level: Int32Array;
  count: number;
}

/** Where the columns of the random terms lie in an arrow matrix. */
export interface Layout {
  /** size of each block and number of corner columns */
  sizes: number[];
  corner: number;
  /** the block of each observation */
  block: Int32Array;
  /** terms inside the blocks, as indices into the list of terms */
  ownTerms: number[];
  /** terms in the corner */
  cornerTerms: number[];
  /** own column of observation i and own term a inside its block: own[i * ownTerms.length + a] */
  own: Int32Array;
  /** corner column of observation i and corner term b: inCorner[i * cornerTerms.length + b] */
  inCorner: Int32Array;
  /** the term of each own column, per block, and of each corner column */
  ownTermOf: Int32Array[];
  cornerTermOf: Int32Array;
}

/** Makes a term from the labels of its observations, levels in order of first appearance. */
export function randomTerm(name: string, labels: readonly string[]): RandomTerm {
  const index = new Map(levels(labels).map((label, i) => [label, i]));
  return { name, level: Int32Array.from(labels, (label) => index.get(label)!), count: index.size };
}

/** True when every level of `inner` lies in one level of `outer`. */
export function nestedIn(inner: RandomTerm, outer: RandomTerm): boolean {
  const parent = new Int32Array(inner.count).fill(-1);
  for (let i = 0; i < inner.level.length; i++) {
    const level = inner.level[i]!;
    if (parent[level] === -1) parent[level] = outer.level[i]!;
    else if (parent[level] !== outer.level[i]) return false;
  }
  return true;
}

/**
 * Puts the terms into arrow shape: one term gives the blocks, terms nested in it join them, all
 * others form the corner. The term whose factorisation is cheapest is chosen.
 */
export function layOut(terms: readonly RandomTerm[], observations: number): Layout {
  if (terms.length === 0) return emptyLayout(observations);
  let best: { cost: number; term: number; own: number[] } | undefined;
  terms.forEach((outer, term) => {
    // finest term first: its columns do not meet, so the factor of a block stays sparse
    const own = terms
      .map((_, i) => i)
      .filter((i) => i === term || nestedIn(terms[i]!, outer))
      .sort((a, b) => terms[b]!.count - terms[a]!.count);
    const columns = own.reduce((sum, i) => sum + terms[i]!.count, 0);
    const corner = terms.reduce((sum, t) => sum + t.count, 0) - columns;
    const size = columns / outer.count;
    const cost = outer.count * (size ** 3 / 3 + size * corner ** 2) + corner ** 3 / 3;
    if (!best || cost < best.cost) best = { cost, term, own };
  });
  invariant(best, "layOut: no term chosen");
  return layoutFor(terms, best.term, best.own, observations);
}

function emptyLayout(observations: number): Layout {
  return {
    sizes: [],
    corner: 0,
    block: new Int32Array(observations),
    ownTerms: [],
    cornerTerms: [],
    own: new Int32Array(0),
    inCorner: new Int32Array(0),
    ownTermOf: [],
    cornerTermOf: new Int32Array(0),
  };
}

function layoutFor(
  terms: readonly RandomTerm[],
  outer: number,
  ownTerms: number[],
  observations: number,
): Layout {
  const block = terms[outer]!.level;
  const cornerTerms = terms.map((_, i) => i).filter((i) => !ownTerms.includes(i));
  const ownTermLists: number[][] = Array.from({ length: terms[outer]!.count }, () => []);
  const own = new Int32Array(observations * ownTerms.length);
  ownTerms.forEach((term, a) => {
    const column = new Int32Array(terms[term]!.count).fill(-1);
    for (let i = 0; i < observations; i++) {
      const level = terms[term]!.level[i]!;
      const list = ownTermLists[block[i]!]!;
      if (column[level] === -1) column[level] = list.push(term) - 1;
      own[i * ownTerms.length + a] = column[level]!;
    }
  });
  const inCorner = new Int32Array(observations * cornerTerms.length);
  const cornerTermOf: number[] = [];
  cornerTerms.forEach((term, b) => {
    const start = cornerTermOf.length;
    for (let level = 0; level < terms[term]!.count; level++) cornerTermOf.push(term);
    for (let i = 0; i < observations; i++) {
      inCorner[i * cornerTerms.length + b] = start + terms[term]!.level[i]!;
    }
  });
  return {
    sizes: ownTermLists.map((list) => list.length),
    corner: cornerTermOf.length,
    block,
    ownTerms,
    cornerTerms,
    own,
    inCorner,
    ownTermOf: ownTermLists.map((list) => Int32Array.from(list)),
    cornerTermOf: Int32Array.from(cornerTermOf),
  };
}
