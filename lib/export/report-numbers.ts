import { csvHeader, csvLine } from "@/lib/export/csv";
import type { DimensionReport, StatsReport } from "@/lib/stats/analyse";
import type { StudyAnalysis } from "@/lib/stats/study-analysis";

/** One number of the results page under a name that scripts can compute again. */
export interface ReportNumber {
  /** for example `harmony/crossed/A - B/estimate` */
  name: string;
  value: number;
  /** exact, or from random resampling (a script's own draws give a slightly other value) */
  kind: "exact" | "resampled";
}

type Values = Record<string, number | null | undefined>;
type Pair = { first: string; second: string };
const pairName = ({ first, second }: Pair) => `${first} - ${second}`;

/** Every number that the results page of a study shows, flat. Missing ones are left out. */
export function reportNumbers({ report, variants }: StudyAnalysis): ReportNumber[] {
  const numbers: ReportNumber[] = [];
  const add: Add = (at, values, kind = "exact") => {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === "number") numbers.push({ name: `${at}/${name}`, value, kind });
    }
  };
  for (const { name, participants, ratings, tests } of variants) {
    add(`variant/${name}`, { participants, ratings });
    for (const test of tests) {
      add(`variant/${name}/${test.dimension}/${pairName(test)}`, testValues(test));
    }
  }
  if (!report) return numbers;
  for (const dimension of report.dimensions) addDimension(dimension, add);
  addWhole(report, add);
  return numbers;
}

/** `analysis/numbers.csv` of a bundle. */
export function numbersCsv(analysis: StudyAnalysis): string {
  const lines = reportNumbers(analysis).map(({ name, value, kind }) =>
    csvLine([name, value, kind]),
  );
  return csvHeader(["name", "value", "kind"]) + lines.join("");
}

type Add = (at: string, values: Values, kind?: ReportNumber["kind"]) => void;

function testValues(test: StatsReport["confirmatory"][number]): Values {
  const { estimate, se, df, p, pHolm, interval, equivalence } = test;
  return { estimate, se, df, p, holm: pHolm, ...bounds(interval), equivalence: equivalence?.p };
}

function bounds(interval: { low: number; high: number } | null | undefined): Values {
  return interval ? { low: interval.low, high: interval.high } : {};
}

function addWhole(report: StatsReport, add: Add): void {
  const { ratings, participants, stimuli } = report;
  add("study", { ratings, participants, stimuli });
  for (const test of report.confirmatory) {
    add(`planned/${test.dimension}/${pairName(test)}`, testValues(test));
  }
  for (const one of report.correlations) {
    const at = `correlation/${one.first} - ${one.second}`;
    add(at, { pairs: one.pairs, within: one.within, between: one.between });
    add(at, bounds(one.withinInterval), "resampled");
  }
}

function addDimension(report: DimensionReport, add: Add): void {
  const at = (part: string) => `${report.dimension}/${part}`;
  for (const { key, n, mean, sd, median } of report.byCondition) {
    add(at(`describe/${key.condition}`), { n, mean, sd, median });
  }
  for (const { key, n, mean, sd } of report.byStimulus) {
    add(at(`stimulus/${key.stimulus}`), { n, mean, sd });
  }
  const omnibus = report.naive.pooledOmnibus;
  if (omnibus) add(at("pooled/omnibus"), { f: omnibus.f, df2: omnibus.df2, p: omnibus.p });
  for (const pair of report.naive.pairs) {
    for (const kind of ["pooled", "paired"] as const) {
      const test = pair[kind];
      if (!test) continue;
      const { estimate, p, interval } = test;
      add(at(`${kind}/${pairName(pair)}`), { estimate, p, ...bounds(interval) });
    }
  }
  addModels(report, at, add);
  addRanks(report, at, add);
  addRest(report, at, add);
}

function addModels(
  { crossed, beside, holmWithin, ordinal }: DimensionReport,
  at: At,
  add: Add,
): void {
  if (crossed.kind === "result") {
    const { f, df2, p } = crossed.omnibus;
    add(at("crossed/omnibus"), { f, df2, p });
    for (const { condition, estimate, se, interval } of crossed.means) {
      add(at(`crossed/${condition}`), { estimate, se, ...bounds(interval) });
    }
    crossed.differences.forEach((d, i) => {
      const { estimate, se, df, p: pValue, interval } = d;
      const values = { estimate, se, df, p: pValue, holm: holmWithin[i], ...bounds(interval) };
      add(at(`crossed/${pairName(d)}`), values);
    });
    for (const { name, variance } of crossed.components)
      add(at("crossed/variance"), { [name]: variance });
  }
  for (const d of beside.kind === "result" ? beside.differences : []) {
    const { estimate, se, df, p } = d;
    add(at(`beside/${pairName(d)}`), { estimate, se, df, p });
  }
  if (ordinal.kind === "result") {
    add(at("ordinal"), { logLik: ordinal.logLik });
    for (const d of ordinal.differences) {
      // without a Hessian neither program gives errors, and estimates may have no bound
      if (ordinal.singular) continue;
      add(at(`ordinal/${pairName(d)}`), { estimate: d.estimate, se: d.se, p: d.p, pT: d.pT });
    }
  }
}

type At = (part: string) => string;

function addRanks({ ranks }: DimensionReport, at: At, add: Add): void {
  if (ranks.kind !== "result") return;
  const { friedman } = ranks;
  if (friedman) {
    const { chiSquare, p, kendallW, imanDavenport } = friedman;
    const { f, p: imanP } = imanDavenport;
    add(at("ranks/friedman"), {
      chiSquare,
      p,
      w: kendallW,
      imanDavenportF: f,
      imanDavenportP: imanP,
    });
  }
  for (const pair of ranks.pairs) {
    const { test, pHolm } = pair;
    const values = { wPlus: test?.wPlus, zeros: test?.zeros, p: test?.p, holm: pHolm };
    add(at(`ranks/${pairName(pair)}`), values);
  }
}

function addRest(report: DimensionReport, at: At, add: Add): void {
  const { icc, alpha } = report.reliability;
  if (icc.kind === "result") {
    for (const { name, value, interval } of icc.values) {
      if (name.startsWith("ICC(2")) add(at(name), { value, ...bounds(interval) });
    }
  }
  if (alpha.kind === "result") {
    add(at("alpha"), { value: alpha.value });
    add(at("alpha"), bounds(alpha.interval), "resampled");
  }
  if (report.testRetest) {
    const { pairs, correlation, equal, measurementError, interval } = report.testRetest;
    add(at("retest"), { pairs, correlation, equal, measurementError });
    add(at("retest"), bounds(interval), "resampled");
  }
  const s = report.sensitivity;
  if (s.kind === "result") {
    const { difference, power, detectable, halfWidth, floor } = s;
    add(at("power"), { difference, power, detectable, halfWidth, floor });
    if (s.participantsNeeded.kind === "number")
      add(at("power"), { participants: s.participantsNeeded.value });
    if (s.stimuliNeeded.kind === "number") add(at("power"), { stimuli: s.stimuliNeeded.value });
  }
  for (const { anchor, description, gap, above, participants } of report.anchors) {
    const values = {
      mean: description.mean,
      gap: gap?.estimate,
      se: gap?.se,
      df: gap?.df,
      p: gap?.p,
    };
    add(at(`anchor/${anchor}`), { ...values, ...bounds(gap?.interval), above, participants });
  }
  for (const d of report.dPrimes) {
    add(at(`dprime/${d.signal} - ${d.noise}`), { dPrime: d.dPrime, criterion: d.criterion });
    add(at(`dprime/${d.signal} - ${d.noise}`), bounds(d.interval), "resampled");
  }
}
