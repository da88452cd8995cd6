import type { Adjacency } from "./adjacency";
import { minimumDegreeOrder } from "./minimum-degree";

/**
 * The shape of a sparse Cholesky factor in supernodes: runs of columns with the same rows below
 * them, each kept as one dense panel (Davis 2006, Direct Methods for Sparse Linear Systems, 4).
 */
export interface CholeskyShape {
  n: number;
  /** position[j]: where column j of the matrix stands in the order of elimination */
  position: Int32Array;
  /** supernode s has the columns [first[s], first[s + 1]) */
  first: Int32Array;
  supernodeOf: Int32Array;
  /** rows of supernode s, its own columns first: rows[rowStart[s] … rowStart[s + 1]), rising */
  rowStart: Int32Array;
  rows: Int32Array;
  /** panel of supernode s in the numbers of the factor: rows × columns, row-major */
  panelStart: Float64Array;
  /** length of the numbers of the factor */
  size: number;
}

/** A supernode of at most so many columns is joined to its parent although zeros are stored. */
const ZEROS_ALLOWED = 0.15;

/** Orders, eliminates on paper, and lays the panels out. */
export function choleskyShape(graph: Adjacency): CholeskyShape {
  const byDegree = minimumDegreeOrder(graph);
  const order = inPostorder(graph, byDegree);
  const position = invert(order);
  const parent = eliminationTree(graph, order, position);
  const counts = columnCounts(graph, order, position, parent);
  const first = supernodes(parent, counts);
  return layPanels(graph, order, position, parent, first);
}

function invert(order: Int32Array): Int32Array {
  const position = new Int32Array(order.length);
  order.forEach((column, k) => {
    position[column] = k;
  });
  return position;
}

/** Parent of each column: the first row below it (Liu 1990); −1 for a root. */
function eliminationTree(graph: Adjacency, order: Int32Array, position: Int32Array): Int32Array {
  const parent = new Int32Array(graph.n).fill(-1);
  const ancestor = new Int32Array(graph.n).fill(-1);
  for (let k = 0; k < graph.n; k++) {
    const column = order[k]!;
    for (let e = graph.start[column]!; e < graph.start[column + 1]!; e++) {
      let i = position[graph.neighbours[e]!]!;
      while (i !== -1 && i < k) {
        const next = ancestor[i]!;
        ancestor[i] = k;
        if (next === -1) parent[i] = k;
        i = next;
      }
    }
  }
  return parent;
}

/** The same elimination with every subtree in one run, so that supernodes are neighbours. */
function inPostorder(graph: Adjacency, order: Int32Array): Int32Array {
  const parent = eliminationTree(graph, order, invert(order));
  const firstChild = new Int32Array(graph.n).fill(-1);
  const sibling = new Int32Array(graph.n).fill(-1);
  const roots: number[] = [];
  for (let k = graph.n - 1; k >= 0; k--) {
    const above = parent[k]!;
    if (above === -1) roots.push(k);
    else {
      sibling[k] = firstChild[above]!;
      firstChild[above] = k;
    }
  }
  const result = new Int32Array(graph.n);
  let next = 0;
  for (const root of roots.reverse()) {
    const stack = [root];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const child = firstChild[top]!;
      if (child === -1) result[next++] = order[stack.pop()!]!;
      else {
        firstChild[top] = sibling[child]!;
        stack.push(child);
      }
    }
  }
  return result;
}

/** Entries of each column of the factor, the diagonal too, by walking every row's subtree. */
function columnCounts(
  graph: Adjacency,
  order: Int32Array,
  position: Int32Array,
  parent: Int32Array,
): Int32Array {
  const counts = new Int32Array(graph.n).fill(1);
  const seen = new Int32Array(graph.n).fill(-1);
  for (let k = 0; k < graph.n; k++) {
    seen[k] = k;
    const column = order[k]!;
    for (let e = graph.start[column]!; e < graph.start[column + 1]!; e++) {
      let i = position[graph.neighbours[e]!]!;
      while (i < k && seen[i] !== k) {
        counts[i]!++;
        seen[i] = k;
        i = parent[i]!;
      }
    }
  }
  return counts;
}

/** First columns of the supernodes: alike columns, and small children that cost few zeros. */
function supernodes(parent: Int32Array, counts: Int32Array): Int32Array {
  const n = parent.length;
  const first: number[] = [];
  /** entries stored for a supernode beyond those of its columns */
  const zeros: number[] = [];
  for (let j = 0; j < n; j++) {
    const alike = j > 0 && parent[j - 1] === j && counts[j - 1] === counts[j]! + 1;
    if (!alike) {
      first.push(j);
      zeros.push(0);
    }
  }
  const kept = { first: [] as number[], zeros: [] as number[] };
  first.forEach((start, s) => {
    const end = first[s + 1] ?? n;
    kept.first.push(start);
    kept.zeros.push(zeros[s]!);
    while (joinsBefore(kept, parent, counts, end));
  });
  return Int32Array.from([...kept.first, n]);
}

/** Joins the last supernode, ending at `end`, to the one before where that stores few zeros. */
function joinsBefore(
  kept: { first: number[]; zeros: number[] },
  parent: Int32Array,
  counts: Int32Array,
  end: number,
): boolean {
  const s = kept.first.length - 1;
  if (s < 1) return false;
  const [start, before] = [kept.first[s]!, kept.first[s - 1]!];
  if (parent[start - 1] !== start) return false;
  const width = start - before;
  const height = counts[start]!;
  const lacking = height + 1 - counts[start - 1]!;
  const zeros = kept.zeros[s]! + kept.zeros[s - 1]! + width * lacking;
  const columns = end - before;
  const total = columns * (width + height) - (columns * (columns - 1)) / 2;
  if (zeros > ZEROS_ALLOWED * total) return false;
  kept.first.pop();
  kept.zeros.splice(s - 1, 2, zeros);
  return true;
}

/** The rows of every supernode (its columns' own and its children's), and where panels begin. */
function layPanels(
  graph: Adjacency,
  order: Int32Array,
  position: Int32Array,
  parent: Int32Array,
  first: Int32Array,
): CholeskyShape {
  const n = graph.n;
  const count = first.length - 1;
  const supernodeOf = new Int32Array(n);
  for (let s = 0; s < count; s++) supernodeOf.fill(s, first[s]!, first[s + 1]!);
  const below = rowsBelow(graph, order, position, { first, supernodeOf, parent });
  const rowStart = new Int32Array(count + 1);
  const panelStart = new Float64Array(count + 1);
  for (let s = 0; s < count; s++) {
    const width = first[s + 1]! - first[s]!;
    const height = width + below[s]!.length;
    rowStart[s + 1] = rowStart[s]! + height;
    panelStart[s + 1] = panelStart[s]! + width * height;
  }
  const rows = new Int32Array(rowStart[count]!);
  for (let s = 0; s < count; s++) {
    let next = rowStart[s]!;
    for (let j = first[s]!; j < first[s + 1]!; j++) rows[next++] = j;
    rows.set(below[s]!, next);
  }
  const size = panelStart[count]!;
  return { n, position, first, supernodeOf, rowStart, rows, panelStart, size };
}

function rowsBelow(
  graph: Adjacency,
  order: Int32Array,
  position: Int32Array,
  nodes: { first: Int32Array; supernodeOf: Int32Array; parent: Int32Array },
): Int32Array[] {
  const { first, supernodeOf, parent } = nodes;
  const count = first.length - 1;
  const children: number[][] = Array.from({ length: count }, () => []);
  const seen = new Int32Array(graph.n).fill(-1);
  const below: Int32Array[] = [];
  for (let s = 0; s < count; s++) {
    const end = first[s + 1]!;
    const rows: number[] = [];
    const take = (row: number) => {
      if (row < end || seen[row] === s) return;
      seen[row] = s;
      rows.push(row);
    };
    for (let j = first[s]!; j < end; j++) {
      const column = order[j]!;
      for (let e = graph.start[column]!; e < graph.start[column + 1]!; e++) {
        take(position[graph.neighbours[e]!]!);
      }
    }
    for (const child of children[s]!) below[child]!.forEach(take);
    below.push(Int32Array.from(rows).sort());
    const above = parent[end - 1]!;
    if (above !== -1) children[supernodeOf[above]!]!.push(s);
  }
  return below;
}
