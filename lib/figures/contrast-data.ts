import type { DimensionReport, StatsReport } from "@/lib/stats/analyse";

/** An estimate with its interval. */
export interface Estimate {
  label: string;
  estimate: number;
  low: number;
  high: number;
}

/** A difference, with the interval that the naive analysis would give; null where it gives none. */
export interface DifferenceEstimate extends Estimate {
  naive: { low: number; high: number } | null;
}

/** One dimension: means and differences have a panel each. */
export interface ContrastDimension {
  label: string;
  min: number;
  max: number;
  means: Estimate[];
  differences: DifferenceEstimate[];
}

/** Everything that a figure of means and differences shows and its caption states. */
export interface ContrastFigure {
  title: string;
  dimensions: ContrastDimension[];
  /** level of the intervals, 0.95 for 95 % */
  level: number;
  participants: number;
  stimuli: number;
  ratings: number;
  excluded: number;
  analysisSet: string;
  stamps: string[];
}

/** What the report itself does not know. */
export interface ContrastFacts {
  ranges: Readonly<Record<string, readonly [number, number]>>;
  excluded: number;
  analysisSet: string;
  stamps: string[];
  alpha?: number;
}

/** The figure of a report; dimensions without a crossed analysis are left out. */
export function contrastFigureOf(report: StatsReport, facts: ContrastFacts): ContrastFigure {
  return {
    title: "Means and differences, listeners and pieces random",
    dimensions: report.dimensions.flatMap((one) => dimensionOf(one, facts)),
    level: 1 - (facts.alpha ?? 0.05),
    participants: report.participants,
    stimuli: report.stimuli,
    ratings: report.ratings,
    excluded: facts.excluded,
    analysisSet: facts.analysisSet,
    stamps: facts.stamps,
  };
}

function dimensionOf(report: DimensionReport, { ranges }: ContrastFacts): ContrastDimension[] {
  const { crossed, naive, dimension, byCondition } = report;
  if (crossed.kind === "none") return [];
  const lowest = Math.min(...byCondition.map(({ min }) => min));
  const highest = Math.max(...byCondition.map(({ max }) => max));
  const [min, max] = ranges[dimension] ?? [lowest, highest];
  return [
    {
      label: dimension,
      min,
      max,
      means: crossed.means.map(({ condition, estimate, interval }) => ({
        label: condition,
        estimate,
        ...interval,
      })),
      differences: crossed.differences.map(({ first, second, estimate, interval }) => {
        const other = naive.pairs.find((pair) => pair.first === first && pair.second === second);
        return {
          label: `${first} − ${second}`,
          estimate,
          ...interval,
          naive: other?.pooled?.interval ?? null,
        };
      }),
    },
  ];
}
