import type { DimensionReport, StatsReport } from "./analyse";
import type { ConfirmatoryTest } from "./confirmatory";

const number = (value: number, digits = 2) => value.toFixed(digits).replace(/^-/, "−");
const pText = (p: number) => (p < 0.001 ? "p < .001" : `p = ${p.toFixed(3).replace(/^0/, "")}`);

/**
 * The words to paste into a paper: analysis, omnibus test and every planned contrast, with the
 * numbers of the report. Plain English, one paragraph a dimension.
 */
export function resultWords(report: StatsReport): string {
  const parts = report.dimensions.map((dimension) => dimensionWords(dimension, report));
  return [methodsSentence(report), ...parts, report.scope].filter(Boolean).join("\n\n");
}

function methodsSentence(report: StatsReport): string {
  const anchors =
    report.anchors.length > 0
      ? ` Anchors (${report.anchors.join(", ")}) were rated alongside and stay out of these comparisons.`
      : "";
  return (
    `${report.participants} participants gave ${report.ratings} ratings of ${report.stimuli} stimuli. ` +
    "Ratings were analysed with listeners and stimuli as crossed random effects, so that the results speak about listeners and pieces like these." +
    anchors
  );
}

function dimensionWords(dimension: DimensionReport, report: StatsReport): string {
  const { crossed } = dimension;
  const name = dimension.dimension[0]!.toUpperCase() + dimension.dimension.slice(1);
  if (crossed.kind === "none") return `${name}: ${crossed.reason}`;
  const { f, df1, df2, p } = crossed.omnibus;
  const method =
    crossed.method === "REML"
      ? `a linear mixed model (${crossed.formula}, REML, Satterthwaite's degrees of freedom)`
      : `the closed form of the crossed analysis (quasi-F with Satterthwaite's degrees of freedom; ${crossed.formula})`;
  const singular = crossed.singular
    ? ` The fit is singular: ${crossed.zeroTerms.join(", ")} at zero.`
    : "";
  const means = crossed.means
    .map((m) => `${m.condition} ${number(m.estimate)} (SE ${number(m.se)})`)
    .join(", ");
  const tests = testsOf(dimension, report).join(" ");
  return `${name}, by ${method}: F(${df1}, ${number(df2, 1)}) = ${number(f)}, ${pText(p)}. Means: ${means}. ${tests}${singular}`;
}

function testsOf(dimension: DimensionReport, report: StatsReport): string[] {
  const planned = report.confirmatory.filter((test) => test.dimension === dimension.dimension);
  if (planned.length > 0) return planned.map((test) => testWords(test, "planned"));
  if (dimension.crossed.kind === "none") return [];
  return dimension.crossed.differences.map((d, i) =>
    testWords({ ...d, pHolm: dimension.holmWithin[i]!, equivalence: null }, "exploratory"),
  );
}

function testWords(
  test: Pick<
    ConfirmatoryTest,
    "first" | "second" | "estimate" | "interval" | "df" | "se" | "p" | "pHolm" | "equivalence"
  >,
  kind: string,
): string {
  const { first, second, estimate, interval, df, se, p, pHolm, equivalence } = test;
  const percent = Number((100 * interval.level).toFixed(1));
  const equal = equivalence
    ? ` Equivalence within ±${equivalence.margin}: ${pText(equivalence.p)}.`
    : "";
  return (
    `${first} − ${second} (${kind}): ${number(estimate)}, ${percent} % interval ${number(interval.low)} to ${number(interval.high)}, ` +
    `t(${number(df, 1)}) = ${number(estimate / se)}, ${pText(p)}, Holm-adjusted ${pText(pHolm)}.${equal}`
  );
}
