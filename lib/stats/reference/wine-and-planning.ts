import { guessProbability, ordersWithoutNeighbours } from "@/lib/stats/chance";
import { fitOrdinal, type OrdinalFit } from "@/lib/stats/clmm";
import { power } from "@/lib/stats/power";
import { randomTerm } from "@/lib/stats/random-terms";
import { williamsRows } from "@/lib/study/design/williams";
import { type CheckGroup, check, checkList } from "./checks";
import reference from "./reference-values.json";

/** Bottles in the order of the data: cold/no ×2, cold/yes ×2, warm/no ×2, warm/yes ×2. */
function wineFit(random: readonly ("judge" | "bottle")[]): OrdinalFit {
  const rows = reference.wine.data.flatMap((ratings, bottle) =>
    ratings.map((rating, judge) => ({
      rating,
      judge: String(judge),
      bottle: String(bottle),
      x: [bottle >= 4 ? 1 : 0, bottle % 4 >= 2 ? 1 : 0],
    })),
  );
  return fitOrdinal(
    rows.map((row) => row.rating),
    rows.map((row) => row.x),
    ["warm", "contact"],
    random.map((name) =>
      randomTerm(
        name,
        rows.map((row) => row[name]),
      ),
    ),
  );
}

/** The wine data without, with one and with two random effects. */
export function wineChecks(): CheckGroup[] {
  const { clm, judge, judgeBottle, source } = reference.wine;
  const plain = wineFit([]);
  const one = wineFit(["judge"]);
  const two = wineFit(["judge", "bottle"]);
  const thresholds = (fit: OrdinalFit) => fit.thresholds.map((t) => t.estimate);
  return [
    {
      title: "Ordinal model with fixed effects",
      source,
      checks: [
        check("log-likelihood", clm.logLik, plain.logLik),
        ...checkList("threshold", clm.thresholds, thresholds(plain)),
        check("warm", clm.temp_warm, plain.effects[0]!.estimate),
        check("contact", clm.contact_yes, plain.effects[1]!.estimate),
      ],
    },
    {
      title: "Ordinal mixed model, judges random",
      source,
      checks: [
        check("log-likelihood", judge.logLik, one.logLik),
        ...checkList("threshold", judge.thresholds, thresholds(one)),
        check("warm", judge.temp_warm, one.effects[0]!.estimate),
        check("SE of warm", judge.se_temp, one.effects[0]!.se!),
        check("contact", judge.contact_yes, one.effects[1]!.estimate),
        check("SE of contact", judge.se_contact, one.effects[1]!.se!),
        check("σ² judge", judge.var_judge, one.components[0]!.variance),
        check("σ judge", judge.sd_judge, one.components[0]!.sd),
      ],
    },
    {
      title: "Ordinal mixed model, judges and bottles: the bottles' variance is zero",
      source,
      checks: [
        check("log-likelihood", judgeBottle.logLik, two.logLik),
        check("σ² bottle", judgeBottle.var_bottle, two.components[1]!.variance),
        check("called singular (1 = yes)", 1, two.singular ? 1 : 0),
      ],
    },
  ];
}

/** Power of six designs. */
export function planningChecks(): CheckGroup {
  const { cases, source } = reference.planning;
  return {
    title: "Power of the crossed test",
    source,
    checks: cases.map(({ models, k, L, power: expected }) => {
      const design = {
        models,
        participants: L,
        stimuli: k,
        heard: k,
        varianceParticipantModel: 0.2,
        varianceStimulus: 0.2,
        varianceResidual: 0.6,
      };
      return check(`${models} models, k = K = ${k}, L = ${L}`, expected, power(design, 0.5));
    }),
  };
}

/** Williams squares, the chance that a shuffle has no equal neighbours, guessing a headphone screen. */
export function designChecks(): CheckGroup {
  const { williams_4, williams_3_needs_6_rows, prob_shuffle_has_no_adjacent_same_model } =
    reference.design;
  const shuffles = Object.entries(prob_shuffle_has_no_adjacent_same_model);
  const guess = reference.design.headphone_guess_pass_prob;
  const as = (rows: number[][]) => rows.map((row) => row.join("")).sort();
  const same = (a: number[][], b: number[][]) => (as(a).join() === as(b).join() ? 1 : 0);
  return {
    title: "Orders and headphone screens",
    source: "Williams 1949; counted exactly; binomial distribution",
    checks: [
      check("Williams rows for 4 (1 = the same)", 1, same(williamsRows(4), williams_4)),
      check(
        "Williams rows for 3 (1 = the same)",
        1,
        same(williamsRows(3), williams_3_needs_6_rows),
      ),
      ...shuffles.flatMap(([counts, [favourable, all]]) => {
        const got = ordersWithoutNeighbours(counts.split(",").map(Number));
        return [
          check(`${counts}: orders without equal neighbours`, favourable!, got[0]),
          check(`${counts}: all orders`, all!, got[1]),
        ];
      }),
      check("at least 5 of 6 by guessing", guess[">=5/6"], guessProbability(6, 5, 1 / 3)),
      check("6 of 6 by guessing", guess["6/6"], guessProbability(6, 6, 1 / 3)),
      check("at least 4 of 6 by guessing", guess[">=4/6"], guessProbability(6, 4, 1 / 3)),
    ],
  };
}
