import { fitOrdinal } from "@/lib/stats/clmm";
import {
  anovaDifference,
  balancedCells,
  type CrossedAnova,
  crossedAnova,
  type FRatio,
} from "@/lib/stats/crossed-anova";
import { describeBy } from "@/lib/stats/descriptive";
import { tPoint } from "@/lib/stats/distributions";
import { holm } from "@/lib/stats/holm";
import { icc } from "@/lib/stats/icc";
import { alphaMetrics, krippendorffAlpha } from "@/lib/stats/krippendorff";
import type { RatingRow } from "@/lib/stats/long-table";
import { pairsOf } from "@/lib/stats/naive";
import { randomTerm } from "@/lib/stats/random-terms";
import { rankTests } from "@/lib/stats/rank-tests";
import { contrastTest, fitReml, jointTest } from "@/lib/stats/reml";
import { remlProblem } from "@/lib/stats/reml-criterion";
import { wilcoxon } from "@/lib/stats/wilcoxon";
import { type Check, type CheckGroup, check, checkList } from "./checks";
import reference from "./reference-values.json";

const { data, conditions, computed, source } = reference.crossed;
const PER_CONDITION = 3;

/** The example's ratings as rows. */
export function exampleRows(): RatingRow[] {
  return data.flatMap((row, participant) =>
    row.map((rating, stimulus) => ({
      participant: `p${participant + 1}`,
      stimulus: `s${stimulus + 1}`,
      condition: conditions[Math.floor(stimulus / PER_CONDITION)]!,
      rating,
      dimension: "harmony",
    })),
  );
}

const pairNames = pairsOf(conditions).map(
  ([a, b]) => `${a}-${b}`,
) as (keyof typeof computed.pairwise)[];

const fParts = ({ f, df1, df2, p }: FRatio) => [f, df1, df2, p];

/** Means, sums of squares, F ratios and differences from the closed form. */
export function closedFormChecks(): CheckGroup {
  const rows = exampleRows();
  const anova = crossedAnova(balancedCells(rows)!);
  const groups = describeBy(rows, ["condition"]);
  const stimuli = describeBy(rows, ["stimulus"]).map((group) => group.mean);
  const order = ["M", "L", "C(M)", "LM", "LC(M)"] as const;

  return {
    title: "Crossed analysis, closed form",
    source,
    checks: [
      ...checkList(
        "mean",
        computed.mean,
        groups.map((g) => g.mean),
      ),
      ...checkList(
        "SD",
        computed.sd_n_minus_1_over_24,
        groups.map((g) => g.sd!),
      ),
      ...checkList(
        "naive SE",
        computed.naive_se,
        groups.map((g) => g.se!),
      ),
      ...checkList("stimulus mean", computed.stimulus_means.flat(), stimuli),
      ...order.flatMap((name, i) => [
        check(`SS ${name}`, computed.anova.SS[name], anova.table[i]!.ss),
        check(`df ${name}`, computed.anova.df[name], anova.table[i]!.df),
        check(`MS ${name}`, computed.anova.MS[name], anova.table[i]!.ms),
      ]),
      check(
        "SS total",
        computed.anova.SS.T,
        anova.table.reduce((sum, line) => sum + line.ss, 0),
      ),
      ...checkList("F₁", computed.F1, fParts(anova.f1)),
      ...checkList("F₂", computed.F2, fParts(anova.f2)),
      ...checkList("minF′", computed.minF, fParts(anova.minF)),
      ...checkList("F″", computed["quasiF''"], fParts(anova.quasiF)),
      ...errorChecks(anova),
      ...differenceChecks(anova),
    ],
  };
}

/** Variance components and standard errors of the closed form. */
function errorChecks(anova: CrossedAnova): Check[] {
  const parts = anova.components;
  return [
    check("σ² participant", computed.variance_components.participant, parts.participant),
    check("σ² stimulus", computed.variance_components.stimulus, parts.stimulus),
    check(
      "σ² participant × condition",
      computed.variance_components.participant_x_model,
      parts.participantModel,
    ),
    check("σ² residual", computed.variance_components.residual, parts.residual),
    check("SE of a difference", computed.se_diff_crossed, anova.seDifference),
    check("df of a difference", computed.df_diff, anova.dfDifference),
    check("t(0.975)", computed.t975, tPoint(0.975, anova.dfDifference)),
    check("SE of a mean", computed.se_model_mean, anova.seMean),
  ];
}

function differenceChecks(anova: CrossedAnova): Check[] {
  const differences = pairsOf([0, 1, 2, 3]).map(([a, b]) => anovaDifference(anova, a, b));
  const adjusted = holm(differences.map((d) => d.p));
  return pairNames.flatMap((name, i) => [
    // the list gives the later condition minus the earlier one
    check(`${name}: difference`, computed.pairwise[name].diff, -differences[i]!.estimate),
    check(`${name}: p`, computed.pairwise[name].p, differences[i]!.p),
    check(`${name}: p, Holm`, computed.pairwise_holm[name], adjusted[i]!),
  ]);
}

/** The same data by REML: equal to the closed form, and R's criterion. */
export function remlChecks(): CheckGroup {
  const rows = exampleRows();
  const x = rows.map((row) =>
    conditions.map((name, k) => (k === 0 || name === row.condition ? 1 : 0)),
  );
  const problem = remlProblem(
    rows.map((row) => row.rating),
    x,
    [
      randomTerm(
        "participant",
        rows.map((row) => row.participant),
      ),
      randomTerm(
        "cell",
        rows.map((row) => `${row.participant}/${row.condition}`),
      ),
      randomTerm(
        "stimulus",
        rows.map((row) => row.stimulus),
      ),
    ],
  );
  const fit = fitReml(problem);
  const unit = (i: number) => conditions.map((_, k) => (k === i ? 1 : 0));
  const difference = contrastTest(fit, unit(1));
  const joint = jointTest(fit, [unit(1), unit(2), unit(3)]);
  const expected = computed.variance_components;
  // the search ends within its tolerance: 7 decimals, where the closed form gives 10
  return {
    title: "Crossed analysis by REML (closed form, lme4 and lmerTest agree)",
    source,
    checks: [
      check("REML criterion", computed.REML_criterion, fit.criterion),
      check("σ² participant", expected.participant, fit.components[0]!.variance, 6),
      check(
        "σ² participant × condition",
        expected.participant_x_model,
        fit.components[1]!.variance,
        6,
      ),
      check("σ² stimulus", expected.stimulus, fit.components[2]!.variance, 6),
      check("σ² residual", expected.residual, fit.residual.variance, 6),
      check("SE of a difference", computed.se_diff_crossed, difference.se, 6),
      check("df of a difference", computed.df_diff, difference.df, 4),
      check("F", computed["quasiF''"][0]!, joint.f, 5),
      check("df2 of F", computed["quasiF''"][2]!, joint.df2, 4),
      check("p of F", computed["quasiF''"][3]!, joint.p, 7),
    ],
  };
}

/** Friedman, Wilcoxon, ICC and α of the same data. @throws Error where the example has no ranks */
export function exampleRankChecks(): CheckGroup {
  return {
    title: "Rank tests and reliability of the crossed example",
    source,
    checks: [...rankChecks(), ...iccChecks(), ...alphaChecks()],
  };
}

function rankChecks(): Check[] {
  const rows = exampleRows();
  const ranks = rankTests(rows);
  if (ranks.kind === "none") throw new Error(ranks.reason);
  const printed = computed.friedman_on_participant_sums;
  const sums = data.map((row) =>
    conditions.map((_, c) =>
      row.slice(c * PER_CONDITION, (c + 1) * PER_CONDITION).reduce((a, b) => a + b),
    ),
  );
  const exact = computed.wilcoxon_exact_zeros_dropped_participant_sums;
  const tests = pairsOf([0, 1, 2, 3]).map(
    ([a, b]) =>
      wilcoxon(
        sums.map((row) => row[b]! - row[a]!),
        { method: "exact" },
      )!,
  );
  return [
    check("Friedman χ²", printed.chisq, ranks.friedman!.chiSquare),
    check("Friedman df", printed.df, ranks.friedman!.df),
    check("Friedman p", printed.p, ranks.friedman!.p),
    ...checkList("rank sum", printed.rank_sums, ranks.friedman!.rankSums),
    check("Kendall's W", printed.kendall_W, ranks.friedman!.kendallW),
    ...pairNames.flatMap((name, i) => [
      check(`${name}: n`, exact[name].n, tests[i]!.n),
      check(`${name}: W+`, exact[name].Wplus, tests[i]!.wPlus, 1),
      check(`${name}: p`, exact[name].p, tests[i]!.p),
    ]),
    ...checkList("Wilcoxon, Holm", computed.wilcoxon_holm, holm(tests.map((test) => test.p))),
  ];
}

/** One list of values per stimulus. */
const byStimulus = (count: number) =>
  Array.from({ length: count }, (_, s) => data.map((row) => row[s]!));

function iccChecks(): Check[] {
  const icc12 = icc(byStimulus(12))!;
  const icc9 = icc(byStimulus(9))!;
  const value = (result: typeof icc12, name: string) => result.values.find((v) => v.name === name)!;
  const printedIcc = computed.icc_12_stimuli_x_8_participants;
  const ends = (name: string) => [
    value(icc12, name).interval!.low,
    value(icc12, name).interval!.high,
  ];
  return [
    check("ICC(2,1)", printedIcc["ICC(2,1)"], value(icc12, "ICC(2,1)").value),
    ...checkList("interval of ICC(2,1)", printedIcc.CI, ends("ICC(2,1)")),
    check("ICC(2,8)", printedIcc["ICC(2,8)"], value(icc12, "ICC(2,k)").value),
    ...checkList("interval of ICC(2,8)", printedIcc.CI_k, ends("ICC(2,k)")),
    check("ICC(3,1)", printedIcc["ICC(3,1)"], value(icc12, "ICC(3,1)").value),
    check("ICC(3,8)", printedIcc["ICC(3,8)"], value(icc12, "ICC(3,k)").value),
    check(
      "ICC(2,1), 9 stimuli",
      computed.icc_9_machine_stimuli["ICC(2,1)"],
      value(icc9, "ICC(2,1)").value,
    ),
    check(
      "ICC(2,8), 9 stimuli",
      computed.icc_9_machine_stimuli["ICC(2,8)"],
      value(icc9, "ICC(2,k)").value,
    ),
  ];
}

function alphaChecks(): Check[] {
  const metrics = alphaMetrics.filter((metric) => metric !== "ratio");
  return metrics.map((metric) => {
    const alpha = krippendorffAlpha(byStimulus(12), metric, { resamples: 0 })!;
    return check(`α ${metric}`, computed.alpha[metric], alpha.value);
  });
}

/** The ordinal mixed model of the same data with participants and stimuli crossed. */
export function exampleOrdinalChecks(): CheckGroup {
  const rows = exampleRows();
  const printed = computed.clmm_participant_stimulus_laplace;
  const names = conditions.slice(1) as ("B" | "C" | "D")[];
  const fit = fitOrdinal(
    rows.map((row) => row.rating),
    rows.map((row) => names.map((name) => (name === row.condition ? 1 : 0))),
    names,
    [
      randomTerm(
        "participant",
        rows.map((row) => row.participant),
      ),
      randomTerm(
        "stimulus",
        rows.map((row) => row.stimulus),
      ),
    ],
  );
  return {
    title: "Ordinal mixed model, two crossed effects, Laplace",
    source,
    checks: [
      check("log-likelihood", printed.logLik, fit.logLik),
      ...checkList(
        "threshold",
        printed.thresholds,
        fit.thresholds.map((t) => t.estimate),
      ),
      ...names.flatMap((name, i) => [
        check(`${name} against A`, printed.beta_vs_A[name], fit.effects[i]!.estimate),
        check(`SE of ${name}`, printed.se[name], fit.effects[i]!.se!),
      ]),
      check("σ² participant", printed.var_participant, fit.components[0]!.variance),
      check("σ² stimulus", printed.var_stimulus, fit.components[1]!.variance),
    ],
  };
}
