import type { Adjacency } from "./adjacency";

/**
 * A fill-reducing order of elimination by approximate minimum degree on the quotient graph
 * (Amestoy, Davis & Duff 1996, SIAM J. Matrix Anal. Appl. 17(4)): eliminated columns are kept as
 * elements, columns that have become alike are eliminated together.
 * @returns order[k] is the column that is eliminated as the k-th
 */
export function minimumDegreeOrder(graph: Adjacency): Int32Array {
  const q = quotientGraph(graph);
  let eliminated = 0;
  while (eliminated < graph.n) {
    const pivot = takeLeast(q);
    const boundary = boundaryOf(q, pivot);
    measureElements(q, boundary);
    const kept = updateBoundary(q, pivot, boundary);
    mergeAlike(q, kept);
    eliminated += q.weight[pivot]!;
    closeElement(q, pivot, kept, graph.n - eliminated);
  }
  return writtenOrder(q);
}

interface QuotientGraph {
  /** variables next to a variable, and elements next to it */
  variables: number[][];
  elements: number[][];
  /** variables at the edge of an element; null for a variable or an absorbed element */
  edge: (Int32Array | null)[];
  edgeWeight: Int32Array;
  /** columns that a variable stands for; 0 when it is merged away */
  weight: Int32Array;
  /** approximate number of columns that a variable meets */
  degree: Int32Array;
  /** columns of the boundary's element beyond the present boundary, valid at `measuredAt` */
  beyond: Int32Array;
  measuredAt: Int32Array;
  mark: Int32Array;
  stamp: number;
  /** double linked lists of the variables of one degree */
  head: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  least: number;
  /** the variable that a merged one went into, or −1 */
  into: Int32Array;
  pivots: number[];
  hash: Int32Array;
}

function quotientGraph({ n, start, neighbours }: Adjacency): QuotientGraph {
  const filled = (value: number) => new Int32Array(n).fill(value);
  const q: QuotientGraph = {
    variables: Array.from({ length: n }, (_, j) =>
      Array.from(neighbours.subarray(start[j]!, start[j + 1]!)),
    ),
    elements: Array.from({ length: n }, () => []),
    edge: new Array<Int32Array | null>(n).fill(null),
    edgeWeight: filled(0),
    weight: filled(1),
    degree: Int32Array.from({ length: n }, (_, j) => start[j + 1]! - start[j]!),
    beyond: filled(0),
    measuredAt: filled(0),
    mark: filled(0),
    stamp: 0,
    head: filled(-1),
    next: filled(-1),
    previous: filled(-1),
    least: 0,
    into: filled(-1),
    pivots: [],
    hash: filled(0),
  };
  for (let j = n - 1; j >= 0; j--) insert(q, j);
  return q;
}

function insert(q: QuotientGraph, variable: number): void {
  const degree = q.degree[variable]!;
  const first = q.head[degree]!;
  q.next[variable] = first;
  q.previous[variable] = -1;
  if (first !== -1) q.previous[first] = variable;
  q.head[degree] = variable;
  q.least = Math.min(q.least, degree);
}

function remove(q: QuotientGraph, variable: number): void {
  const [before, after] = [q.previous[variable]!, q.next[variable]!];
  if (before === -1) q.head[q.degree[variable]!] = after;
  else q.next[before] = after;
  if (after !== -1) q.previous[after] = before;
}

function takeLeast(q: QuotientGraph): number {
  while (q.head[q.least] === -1) q.least++;
  const pivot = q.head[q.least]!;
  remove(q, pivot);
  q.pivots.push(pivot);
  return pivot;
}

/** The variables that the pivot meets; elements inside are absorbed, degree lists left. */
function boundaryOf(q: QuotientGraph, pivot: number): number[] {
  const stamp = ++q.stamp;
  q.mark[pivot] = stamp;
  const boundary: number[] = [];
  const take = (list: ArrayLike<number> & Iterable<number>) => {
    for (const variable of list) {
      if (q.weight[variable] === 0 || q.mark[variable] === stamp) continue;
      q.mark[variable] = stamp;
      boundary.push(variable);
      remove(q, variable);
    }
  };
  take(q.variables[pivot]!);
  for (const element of q.elements[pivot]!) {
    const edge = q.edge[element];
    if (edge) take(edge);
    q.edge[element] = null;
  }
  return boundary;
}

/** How much of every element next to the boundary lies beyond the boundary. */
function measureElements(q: QuotientGraph, boundary: readonly number[]): void {
  for (const variable of boundary) {
    for (const element of q.elements[variable]!) {
      if (q.edge[element] === null) continue;
      if (q.measuredAt[element] !== q.stamp) {
        q.measuredAt[element] = q.stamp;
        q.beyond[element] = q.edgeWeight[element]!;
      }
      q.beyond[element]! -= q.weight[variable]!;
    }
  }
}

/**
 * Links the boundary to the new element and counts what each variable meets beyond it. A variable
 * that meets nothing else is eliminated with the pivot. Returns the others.
 */
function updateBoundary(q: QuotientGraph, pivot: number, boundary: readonly number[]): number[] {
  const kept: number[] = [];
  for (const variable of boundary) {
    const byElements = keepElements(q, q.elements[variable]!);
    const byVariables = keepVariables(q, q.variables[variable]!, pivot);
    const beyond = byElements.beyond + byVariables.beyond;
    if (beyond === 0) {
      merge(q, variable, pivot);
      continue;
    }
    q.elements[variable]!.push(pivot);
    // two bounds on what it meets beyond the new element: from before, and counted now
    q.degree[variable] = Math.min(q.degree[variable]!, beyond);
    q.hash[variable] = (byElements.hash + byVariables.hash) | 0;
    kept.push(variable);
  }
  return kept;
}

/** Drops absorbed elements from a list, in place; an element with nothing beyond is absorbed. */
function keepElements(q: QuotientGraph, elements: number[]): { beyond: number; hash: number } {
  let beyond = 0;
  let hash = 0;
  let kept = 0;
  for (const element of elements) {
    if (q.edge[element] === null) continue;
    if (q.beyond[element] === 0) {
      q.edge[element] = null;
      continue;
    }
    beyond += q.beyond[element]!;
    hash = (hash + element) | 0;
    elements[kept++] = element;
  }
  elements.length = kept;
  return { beyond, hash };
}

/** Drops from a list, in place, variables that are gone and those that the new element joins. */
function keepVariables(q: QuotientGraph, variables: number[], pivot: number) {
  let beyond = 0;
  let hash = 0;
  let kept = 0;
  for (const other of variables) {
    if (other === pivot || q.weight[other] === 0 || q.mark[other] === q.stamp) continue;
    beyond += q.weight[other]!;
    hash = (hash + other) | 0;
    variables[kept++] = other;
  }
  variables.length = kept;
  return { beyond, hash };
}

function merge(q: QuotientGraph, variable: number, into: number): void {
  q.weight[into]! += q.weight[variable]!;
  q.weight[variable] = 0;
  q.into[variable] = into;
  q.variables[variable] = [];
  q.elements[variable] = [];
}

/** Merges boundary variables with the same neighbours: they stay alike to the end. */
function mergeAlike(q: QuotientGraph, boundary: readonly number[]): void {
  const byHash = new Map<number, number[]>();
  for (const variable of boundary) {
    const group = byHash.get(q.hash[variable]!);
    if (!group) byHash.set(q.hash[variable]!, [variable]);
    else {
      const twin = group.find((other) => alike(q, other, variable));
      if (twin === undefined) group.push(variable);
      else merge(q, variable, twin);
    }
  }
}

function alike(q: QuotientGraph, a: number, b: number): boolean {
  return sameSet(q, q.elements[a]!, q.elements[b]!) && sameSet(q, q.variables[a]!, q.variables[b]!);
}

function sameSet(q: QuotientGraph, a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  const stamp = ++q.stamp;
  for (const entry of a) q.mark[entry] = stamp;
  return b.every((entry) => q.mark[entry] === stamp);
}

/** Makes the pivot an element and puts its boundary back into the degree lists. */
function closeElement(q: QuotientGraph, pivot: number, kept: readonly number[], left: number) {
  const edge = Int32Array.from(kept.filter((variable) => q.weight[variable]! > 0));
  const total = edge.reduce((sum, variable) => sum + q.weight[variable]!, 0);
  q.edge[pivot] = edge;
  q.edgeWeight[pivot] = total;
  q.weight[pivot] = 0;
  q.variables[pivot] = [];
  q.elements[pivot] = [];
  for (const variable of edge) {
    const others = total - q.weight[variable]!;
    q.degree[variable] = Math.min(left - q.weight[variable]!, q.degree[variable]! + others);
    insert(q, variable);
  }
}

/** Pivots in turn, each after the variables that were merged into it. */
function writtenOrder(q: QuotientGraph): Int32Array {
  const members = new Map<number, number[]>();
  q.into.forEach((into, variable) => {
    if (into === -1) return;
    const list = members.get(into);
    if (list) list.push(variable);
    else members.set(into, [variable]);
  });
  const order: number[] = [];
  const stack: number[] = [];
  for (const pivot of q.pivots) {
    stack.push(pivot);
    while (stack.length > 0) {
      const variable = stack.pop()!;
      order.push(variable);
      for (const member of members.get(variable) ?? []) stack.push(member);
    }
  }
  return Int32Array.from(order);
}
