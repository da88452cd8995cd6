import { levels } from "./long-table";
import { adjacencyOf } from "./sparse/adjacency";
import { entryPlace, type SparseCholesky, sparseCholesky } from "./sparse/sparse-cholesky";
import { choleskyShape } from "./sparse/symbolic-cholesky";

/** One random intercept: every observation belongs to one of its levels. */
export interface RandomTerm {
  name: string;
  /** level of each observation, 0 … count − 1 */
  level: Int32Array;
  count: number;
  /** parts of the levels that have a variance each; absent where all levels share one */
  parts?: {
    /** name of each part's variance */
    names: string[];
    /** part of each level */
    of: Int32Array;
  };
}

/** A variance to estimate, and how many levels have it. */
export interface VarianceParameter {
  name: string;
  levels: number;
}

/** The random effects of all terms, one column each, in the order of elimination. */
export interface RandomEffects {
  /** number of terms, and of columns */
  width: number;
  count: number;
  parameters: VarianceParameter[];
  /** parameter of each column */
  parameterOf: Int32Array;
  /** column of observation i and term k: at[i * width + k] */
  at: Int32Array;
  cholesky: SparseCholesky;
  /** where the entry of terms k ≥ l of observation i lies: places[i * pairs + k(k + 1)/2 + l] */
  places: Int32Array;
  pairs: number;
  /** where the diagonal entry of each column lies */
  diagonal: Int32Array;
}

/** Makes a term from the labels of its observations, levels in order of first appearance. */
export function randomTerm(name: string, labels: readonly string[]): RandomTerm {
  const index = new Map(levels(labels).map((label, i) => [label, i]));
  return { name, level: Int32Array.from(labels, (label) => index.get(label)!), count: index.size };
}

/**
 * Gives a term a variance for each group of its levels.
 * @param group group of each observation; observations of one level are in one group
 * @param names name of each group
 */
export function withParts(term: RandomTerm, group: Int32Array, names: readonly string[]) {
  const of = new Int32Array(term.count);
  term.level.forEach((level, i) => {
    of[level] = group[i]!;
  });
  return { ...term, parts: { names: names.map((name) => `${term.name} in ${name}`), of } };
}

/** The variances of terms, in the order of their parameters. */
export function varianceParameters(terms: readonly RandomTerm[]): VarianceParameter[] {
  return terms.flatMap(({ name, count, parts }) =>
    parts
      ? parts.names.map((own, part) => ({
          name: own,
          levels: parts.of.reduce((sum, of) => sum + (of === part ? 1 : 0), 0),
        }))
      : [{ name, levels: count }],
  );
}

/** Lays out the columns of all terms and prepares the factorisation of their cross products. */
export function randomEffects(terms: readonly RandomTerm[], observations: number): RandomEffects {
  const width = terms.length;
  const columns = new Int32Array(observations * width);
  const given: number[] = [];
  let firstParameter = 0;
  terms.forEach(({ level, count, parts }, k) => {
    const start = given.length;
    for (let j = 0; j < count; j++) given.push(firstParameter + (parts ? parts.of[j]! : 0));
    for (let i = 0; i < observations; i++) columns[i * width + k] = start + level[i]!;
    firstParameter += parts ? parts.names.length : 1;
  });
  const count = given.length;
  const cholesky = sparseCholesky(choleskyShape(adjacencyOf(columns, width, count)));
  const { position } = cholesky.shape;
  const parameterOf = new Int32Array(count);
  const diagonal = new Int32Array(count);
  for (let j = 0; j < count; j++) {
    parameterOf[position[j]!] = given[j]!;
    diagonal[position[j]!] = entryPlace(cholesky, j, j);
  }
  return {
    ...{ width, count, parameters: varianceParameters(terms), parameterOf },
    ...{ at: columns.map((column) => position[column]!), cholesky, diagonal },
    ...placesOf(columns, width, cholesky),
  };
}

function placesOf(columns: Int32Array, width: number, cholesky: SparseCholesky) {
  const pairs = (width * (width + 1)) / 2;
  const observations = width === 0 ? 0 : columns.length / width;
  const places = new Int32Array(observations * pairs);
  let next = 0;
  for (let i = 0; i < observations; i++) {
    for (let k = 0; k < width; k++) {
      for (let l = 0; l <= k; l++) {
        const [a, b] = [columns[i * width + k]!, columns[i * width + l]!];
        places[next++] = entryPlace(cholesky, a, b);
      }
    }
  }
  return { pairs, places };
}
