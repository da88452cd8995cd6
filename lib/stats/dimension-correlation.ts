import { clusterInterval, pearson } from "./bootstrap";
import { mean } from "./descriptive";
import { levels, type RatingRow } from "./long-table";
import { pairsOf } from "./naive";

/** How two dimensions go together. */
export interface DimensionCorrelation {
  first: string;
  second: string;
  /** presentations rated on both */
  pairs: number;
  /** across participants within stimuli: each rating minus its stimulus mean */
  within: number | null;
  withinInterval: { low: number; high: number; level: number } | null;
  /** across stimuli: correlation of the stimulus means */
  between: number | null;
}

interface Presentation {
  participant: string;
  stimulus: string;
  values: readonly [number, number];
}

/**
 * Correlates every pair of dimensions within stimuli (do listeners who find a piece more
 * harmonious also find it more real?) and between stimulus means. The interval of the former
 * resamples participants; stimulus means stay those of the whole data.
 */
export function dimensionCorrelations(
  rows: readonly RatingRow[],
  options: { resamples?: number; level?: number; seed?: number | string } = {},
): DimensionCorrelation[] {
  const names = levels(rows.map((row) => row.dimension));
  return pairsOf(names).map(([first, second]) => {
    const both = presentations(rows, first, second);
    const means = stimulusMeans(both);
    const centred = new Map<string, [number, number][]>();
    for (const { participant, stimulus, values } of both) {
      const [a, b] = means.get(stimulus)!;
      const own = centred.get(participant) ?? [];
      own.push([values[0] - a, values[1] - b]);
      centred.set(participant, own);
    }
    const clusters = [...centred.values()];
    return {
      first,
      second,
      pairs: both.length,
      within: pearson(clusters.flat()),
      withinInterval: clusterInterval(clusters, (drawn) => pearson(drawn.flat()), options),
      between: pearson([...means.values()]),
    };
  });
}

function presentations(rows: readonly RatingRow[], first: string, second: string): Presentation[] {
  const name = (row: RatingRow) => JSON.stringify([row.participant, row.stimulus]);
  const others = new Map(
    rows.filter((row) => row.dimension === second).map((row) => [name(row), row.rating]),
  );
  return rows
    .filter((row) => row.dimension === first && others.has(name(row)))
    .map((row) => ({
      participant: row.participant,
      stimulus: row.stimulus,
      values: [row.rating, others.get(name(row))!],
    }));
}

function stimulusMeans(both: readonly Presentation[]): Map<string, [number, number]> {
  const groups = new Map<string, Presentation[]>();
  for (const p of both) groups.set(p.stimulus, [...(groups.get(p.stimulus) ?? []), p]);
  return new Map(
    [...groups].map(([stimulus, list]) => [
      stimulus,
      [mean(list.map((p) => p.values[0])), mean(list.map((p) => p.values[1]))],
    ]),
  );
}
