import { friedman } from "@/lib/stats/friedman";
import { holm } from "@/lib/stats/holm";
import { type Icc, icc } from "@/lib/stats/icc";
import { alphaMetrics, coincidenceMatrix, krippendorffAlpha } from "@/lib/stats/krippendorff";
import { pairsOf } from "@/lib/stats/naive";
import { wilcoxon } from "@/lib/stats/wilcoxon";
import { type CheckGroup, check, checkList } from "./checks";
import reference from "./reference-values.json";

const coefficient = (result: Icc, name: string) => result.values.find((v) => v.name === name)!;

/** Shrout & Fleiss' six coefficients with intervals. */
export function iccChecks(): CheckGroup {
  const { data, published, computed, source } = reference.icc;
  const result = icc(data)!;
  const { meanSquares: ms, targets: n, judges: k } = result;
  const names = [
    ["ICC(1,1)", "ICC(1,1)"],
    ["ICC(2,1)", "ICC(2,1)"],
    ["ICC(3,1)", "ICC(3,1)"],
    ["ICC(1,4)", "ICC(1,k)"],
    ["ICC(2,4)", "ICC(2,k)"],
    ["ICC(3,4)", "ICC(3,k)"],
  ] as const;
  const interval = (name: string) => {
    const { low, high } = coefficient(result, name).interval!;
    return [low, high];
  };
  return {
    title: "Intraclass correlations",
    source,
    checks: [
      ...names.map(([printed, ours]) =>
        check(`${printed}, published`, published[printed], coefficient(result, ours).value),
      ),
      ...names.map(([printed, ours]) =>
        check(printed, computed[printed], coefficient(result, ours).value),
      ),
      ...checkList("interval of ICC(2,1)", computed["CI95_ICC(2,1)"], interval("ICC(2,1)")),
      ...checkList("interval of ICC(2,4)", computed["CI95_ICC(2,4)"], interval("ICC(2,k)")),
      check("SS between", computed.SS_between, ms.between * (n - 1)),
      check("SS within", computed.SS_within, ms.within * n * (k - 1)),
      check("SS judges", computed.SS_judges, ms.judges * (k - 1)),
      check("SS error", computed.SS_error, ms.error * (n - 1) * (k - 1)),
      check("BMS", computed.BMS, ms.between),
      check("WMS", computed.WMS, ms.within),
      check("JMS", computed.JMS, ms.judges),
      check("EMS", computed.EMS, ms.error),
      check("Satterthwaite v", computed.satterthwaite_v, result.agreementDf),
      check("F", computed["F_BMS/EMS"], result.f),
      check("p of F(5, 15)", computed["p_F(5,15)"], result.p),
    ],
  };
}

/** Krippendorff's example C on four scales. */
export function alphaChecks(): CheckGroup {
  const { data, published, computed, source } = reference.krippendorff;
  const units = data[0]!.map((_, unit) => data.map((observer) => observer[unit] ?? null));
  const results = alphaMetrics.map((metric) => krippendorffAlpha(units, metric, { resamples: 0 }));
  const { matrix, marginals } = coincidenceMatrix(units);
  return {
    title: "Krippendorff's α",
    source,
    checks: [
      ...alphaMetrics.map((m, i) => check(`${m}, published`, published[m], results[i]!.value)),
      ...alphaMetrics.map((m, i) => check(m, computed[m], results[i]!.value)),
      check("pairable values", computed.n_pairable_values, results[0]!.pairableValues),
      ...checkList("marginals", computed.marginals, marginals),
      ...computed.coincidence.flatMap((row, c) =>
        checkList(`coincidences of ${c + 1}`, row, matrix[c]!),
      ),
    ],
  };
}

/** Friedman's test, W, Iman–Davenport and pairwise Wilcoxon tests of the rounding data. */
export function friedmanChecks(): CheckGroup {
  const { data, published, computed, source } = reference.friedman;
  const result = friedman(data)!;
  const pairs = pairsOf([0, 1, 2]).map(([a, b]) => {
    const differences = data.map((row) => row[a]! - row[b]!);
    const printed = computed.pairwise_wilcoxon_normal_approx_cc;
    const name = `${a + 1}-${b + 1}` as keyof typeof printed;
    return {
      name,
      expected: printed[name],
      test: wilcoxon(differences, { method: "normal approximation" })!,
    };
  });
  return {
    title: "Friedman test with Wilcoxon tests of the pairs",
    source,
    checks: [
      check("χ², published", published.chisq, result.chiSquare),
      check("df", published.df, result.df),
      check("p, published", published.p, result.p),
      check("χ²", computed.chisq, result.chiSquare),
      check("p", computed.p, result.p),
      ...checkList("rank sum", computed.rank_sums, result.rankSums),
      check("Kendall's W", computed.kendall_W, result.kendallW),
      check("χ² uncorrected", computed.chisq_without_tie_correction, result.chiSquareUncorrected),
      check("Iman–Davenport F", computed.iman_davenport_F, result.imanDavenport.f!),
      check("Iman–Davenport p", computed.iman_davenport_p, result.imanDavenport.p),
      ...pairs.flatMap(({ name, expected, test }) => [
        check(`${name}: n`, expected.n, test.n),
        check(`${name}: W+`, expected.Wplus, test.wPlus, 1),
        check(`${name}: W−`, expected.Wminus, test.wMinus, 1),
        check(`${name}: p`, expected.p, test.p),
      ]),
      ...checkList("Holm", computed.holm, holm(pairs.map(({ test }) => test.p))),
    ],
  };
}

/** The exact Wilcoxon test of the depression data. */
export function wilcoxonChecks(): CheckGroup {
  const { x, y, published, computed, source } = reference.wilcoxon;
  const result = wilcoxon(x.map((value, i) => value - y[i]!))!;
  return {
    title: "Wilcoxon signed-rank test, exact",
    source,
    checks: [
      check("V, published", published.V, result.wPlus),
      check("p greater, published", published.p_greater, result.pGreater),
      check("V", computed.V, result.wPlus),
      check("W−", computed.W_minus, result.wMinus),
      check("p greater", computed.p_greater, result.pGreater),
      check("p two-sided", computed.p_two_sided, result.p),
      check("Hodges–Lehmann", computed.hodges_lehmann, result.hodgesLehmann, 10),
    ],
  };
}

/** Holm's adjustment of two lists. */
export function holmChecks(): CheckGroup[] {
  return reference.holm.map(({ p, adj, source }) => ({
    title: `Holm adjustment of ${p.length} p-values`,
    source,
    checks: adj.map((value, i) => check(`p ${p[i]}`, value, holm(p)[i]!, 10)),
  }));
}
