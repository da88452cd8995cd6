import type { DimensionReport, StatsReport } from "@/lib/stats/analyse";
import type { CheckGroup } from "@/lib/stats/self-test";
import { textTable } from "@/scripts/text-table";

const p = (value: number | null) => {
  if (value === null) return "-";
  return value < 0.0001 ? "<0.0001" : value.toFixed(4);
};
const range = (interval: { low: number; high: number } | null) =>
  interval ? `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : "-";
const heading = (text: string) => `\n${text}\n`;

/** The report of `study stats` for the terminal. */
export function statsText(report: StatsReport): string {
  const { leftOut } = report;
  return [
    `${report.ratings} ratings by ${report.participants} participants of ${report.stimuli} stimuli; `,
    `left out: ${leftOut.repeats} repeats, ${leftOut.otherTrials} practice and catch ratings\n`,
    report.primary ? `\n${report.primary.sentence}\n` : `\n${report.primaryReason}\n`,
    ...report.confirmatory.map(
      (test) =>
        `${test.first} − ${test.second}, ${test.dimension}: ${test.estimate.toFixed(2)} (${range(test.interval)}), p = ${p(test.p)}, Holm ${p(test.pHolm)}` +
        (test.equivalence
          ? `; equivalence within ±${test.equivalence.margin}: p = ${p(test.equivalence.p)}\n`
          : "\n"),
    ),
    ...report.dimensions.map((dimension) => dimensionText(dimension)),
    correlationText(report),
    `\n${report.scope}\n`,
  ].join("");
}

function dimensionText(report: DimensionReport): string {
  return [
    heading(`── ${report.dimension} ${"─".repeat(Math.max(0, 60 - report.dimension.length))}`),
    textTable(
      report.byCondition.map(({ key, n, mean, sd, median, se }) => ({
        condition: key.condition,
        n,
        mean,
        SD: sd,
        median,
        "SE (naive)": se,
      })),
    ),
    crossedText(report),
    besideText(report),
    ordinalText(report),
    rankText(report),
    reliabilityText(report),
    powerText(report),
    anchorText(report),
    ...report.dPrimes.map(
      (d) =>
        `d′ of ${d.signal} against ${d.noise}: ${d.dPrime.toFixed(2)} (${range(d.interval)})\n`,
    ),
  ].join("");
}

function crossedText({ crossed, naive, holmWithin }: DimensionReport): string {
  const title = heading("Differences, naive beside crossed (participants and stimuli random)");
  if (crossed.kind === "none") return `${title}${crossed.reason}\n`;
  const { f, df1, df2, p: pValue } = crossed.omnibus;
  const find = (first: string, second: string) =>
    naive.pairs.find((pair) => pair.first === first && pair.second === second);
  return [
    title,
    textTable(
      crossed.differences.map((d, i) => ({
        difference: `${d.first} − ${d.second}`,
        estimate: d.estimate,
        "95 % interval": range(d.interval),
        "p crossed": p(d.p),
        Holm: p(holmWithin[i] ?? null),
        "p pooled": p(find(d.first, d.second)?.pooled?.p ?? null),
        "p paired": p(find(d.first, d.second)?.paired?.p ?? null),
      })),
    ),
    `${crossed.method}: ${crossed.formula}; F(${df1}, ${df2.toFixed(2)}) = ${f.toFixed(2)}, p = ${p(pValue)}\n`,
    `variances: ${crossed.components.map((c) => `${c.name} ${c.variance.toFixed(4)}`).join(", ")}\n`,
    ...crossed.notes.map((note) => `note: ${note}\n`),
  ].join("");
}

/** The same differences with the other variances, and how unequal the stimuli are. */
function besideText({ beside, spread }: DimensionReport): string {
  const name = beside.kind === "result" ? beside.variances : "the other variances";
  const title = heading(`Beside: variances ${name}`);
  const warning = spread.warning ? `warning: ${spread.warning}\n` : "";
  if (beside.kind === "none") return `${title}${beside.reason}\n${warning}`;
  return [
    title,
    textTable(
      beside.differences.map((d) => ({
        difference: `${d.first} − ${d.second}`,
        estimate: d.estimate,
        "95 % interval": range(d.interval),
        df: d.df,
        p: p(d.p),
      })),
    ),
    `variances: ${beside.components.map((c) => `${c.name} ${c.variance.toFixed(4)}`).join(", ")}\n`,
    ...beside.notes.map((note) => `note: ${note}\n`),
    warning,
  ].join("");
}

function ordinalText({ ordinal }: DimensionReport): string {
  const title = heading("Ordinal mixed model (logit units)");
  if (ordinal.kind === "none") return `${title}${ordinal.reason}\n`;
  return [
    title,
    textTable(
      ordinal.differences.map((d) => ({
        difference: `${d.first} − ${d.second}`,
        estimate: d.estimate,
        SE: d.se,
        df: d.df,
        "p (t)": p(d.pT),
        "p (z)": p(d.p),
      })),
    ),
    `log-likelihood ${ordinal.logLik.toFixed(4)}${ordinal.singular ? "; singular" : ""}\n`,
    ...ordinal.notes.map((note) => `note: ${note}\n`),
  ].join("");
}

function rankText({ ranks }: DimensionReport): string {
  const title = heading("Rank tests (over participants only)");
  if (ranks.kind === "none") return `${title}${ranks.reason}\n`;
  const { friedman } = ranks;
  return [
    title,
    friedman
      ? `Friedman χ²(${friedman.df}) = ${friedman.chiSquare.toFixed(3)}, p = ${p(friedman.p)}, W = ${friedman.kendallW.toFixed(3)}; Iman–Davenport p = ${p(friedman.imanDavenport.p)}\n`
      : "Friedman: every participant ties all conditions.\n",
    textTable(
      ranks.pairs.map(({ first, second, test, pHolm }) => ({
        pair: `${first} − ${second}`,
        n: test?.n ?? 0,
        zeros: test?.zeros ?? ranks.participants,
        "W+": test?.wPlus ?? null,
        p: p(test?.p ?? 1),
        Holm: p(pHolm),
        method: test?.method ?? "no difference",
      })),
    ),
    `${ranks.score}s of ${ranks.participants} participants; ${ranks.leftOut} who did not rate every condition left out; zero differences dropped\n`,
  ].join("");
}

function reliabilityText({ reliability, testRetest }: DimensionReport): string {
  const { icc, alpha } = reliability;
  const lines =
    icc.kind === "none"
      ? [`${icc.reason}\n`]
      : icc.values
          .filter((value) => value.name.startsWith("ICC(2"))
          .map((v) => `${v.name} ${v.value.toFixed(3)} (${range(v.interval)})\n`);
  lines.push(
    alpha.kind === "none"
      ? `${alpha.reason}\n`
      : `Krippendorff's α, ordinal ${alpha.value.toFixed(3)} (${range(alpha.interval)})\n`,
  );
  if (testRetest) {
    const { pairs, correlation, interval } = testRetest;
    lines.push(
      `Test–retest, ${pairs} pairs: r = ${correlation?.toFixed(3) ?? "-"} (${range(interval)})\n`,
    );
  }
  return heading("Reliability") + lines.join("");
}

function powerText({ sensitivity }: DimensionReport): string {
  const title = heading("Power of this design");
  if (sensitivity.kind === "none") return `${title}${sensitivity.reason}\n`;
  const s = sensitivity;
  const needed = (what: string, n: typeof s.stimuliNeeded) =>
    n.kind === "number" ? `80 % would need ${n.value} ${what}.\n` : `${n.reason}\n`;
  return [
    title,
    `A true difference of ${s.difference.toFixed(2)} was found with ${(100 * s.power).toFixed(0)} %; `,
    `80 % from ${s.detectable.toFixed(2)} on. Half width ${s.halfWidth.toFixed(2)}; `,
    `no number of participants passes ${s.floor.toFixed(2)}.\n`,
    needed("participants", s.participantsNeeded),
    needed("stimuli a model", s.stimuliNeeded),
  ].join("");
}

function anchorText({ anchors }: DimensionReport): string {
  if (anchors.length === 0) return "";
  return (
    heading("Anchors (in no other analysis)") +
    textTable(
      anchors.map((line) => ({
        anchor: line.anchor,
        n: line.description.n,
        mean: line.description.mean,
        "minus models": line.gap?.estimate ?? null,
        "95 % interval": range(line.gap?.interval ?? null),
        "above models": `${line.above} of ${line.participants}`,
      })),
    )
  );
}

function correlationText(report: StatsReport): string {
  if (report.correlations.length === 0) return "";
  return (
    heading("Correlation of dimensions") +
    textTable(
      report.correlations.map((c) => ({
        dimensions: `${c.first}, ${c.second}`,
        "within stimuli": c.within,
        "95 % interval": range(c.withinInterval),
        "between stimuli": c.between,
      })),
    )
  );
}

/** The self-test for the terminal: every value with what was expected, what came, and the source. */
export function selfTestText(groups: readonly CheckGroup[]): string {
  const all = groups.flatMap((group) => group.checks);
  const failed = all.filter((check) => !check.passed).length;
  const body = groups.map(
    (group) =>
      `${group.title}\n  source: ${group.source}\n${group.checks
        .map(
          (c) =>
            `  ${c.passed ? "ok  " : "FAIL"} ${c.name.padEnd(44)} expected ${c.expected}  got ${c.got.toFixed(c.decimals)}\n`,
        )
        .join("")}\n`,
  );
  return `${body.join("")}${all.length - failed} of ${all.length} values agree\n`;
}
