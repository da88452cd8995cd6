/** Which columns of a symmetric matrix meet: neighbours of j are those in [start[j], start[j + 1]). */
export interface Adjacency {
  n: number;
  start: Int32Array;
  /** rows with an entry in the column, the column itself left out; each once, in any order */
  neighbours: Int32Array;
}

/**
 * The pattern of Σ a·a' over observations that each touch `width` columns.
 * @param columns column of observation i and place k: columns[i * width + k]
 * @param n number of columns
 */
export function adjacencyOf(columns: Int32Array, width: number, n: number): Adjacency {
  const observations = width === 0 ? 0 : columns.length / width;
  const { start: at, list: observationsOf } = observationsByColumn(columns, width, n);
  const seen = new Int32Array(n).fill(-1);
  const start = new Int32Array(n + 1);
  // counted first and filled in a second round: lists that grow cost more than looking twice
  const eachNeighbour = (column: number, stamp: number, visit: (other: number) => void) => {
    seen[column] = stamp;
    for (let e = at[column]!; e < at[column + 1]!; e++) {
      const from = observationsOf[e]! * width;
      for (let k = 0; k < width; k++) {
        const other = columns[from + k]!;
        if (seen[other] === stamp) continue;
        seen[other] = stamp;
        visit(other);
      }
    }
  };
  for (let j = 0; j < n && observations > 0; j++) eachNeighbour(j, j, () => start[j + 1]!++);
  for (let j = 0; j < n; j++) start[j + 1]! += start[j]!;
  const neighbours = new Int32Array(start[n]!);
  let next = 0;
  for (let j = 0; j < n && observations > 0; j++) {
    eachNeighbour(j, n + j, (other) => {
      neighbours[next++] = other;
    });
  }
  return { n, start, neighbours };
}

function observationsByColumn(columns: Int32Array, width: number, n: number) {
  const start = new Int32Array(n + 1);
  for (const column of columns) start[column + 1]!++;
  for (let j = 0; j < n; j++) start[j + 1]! += start[j]!;
  const list = new Int32Array(columns.length);
  const next = start.slice();
  columns.forEach((column, i) => {
    list[next[column]!++] = Math.floor(i / width);
  });
  return { start, list };
}
