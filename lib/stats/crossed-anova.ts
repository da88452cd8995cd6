import { InputError } from "@/lib/shared/invariant";
import { mean } from "./descriptive";
import { fAbove, tPoint, tTwoSided } from "./distributions";
import { levels, type RatingRow } from "./long-table";

/** A complete balanced table: every participant rated every stimulus once, K a condition. */
export interface BalancedCells {
  conditions: string[];
  participants: string[];
  /** stimuli of each condition, K each */
  stimuli: string[][];
  /** values[participant][condition][stimulus] */
  values: number[][][];
}

/** A line of the table of mean squares. */
export interface MeanSquare {
  source: "model" | "participant" | "stimulus" | "participant:model" | "residual";
  ss: number;
  df: number;
  ms: number;
}

/** An F ratio with its degrees of freedom and p-value. */
export interface FRatio {
  f: number;
  df1: number;
  df2: number;
  p: number;
}

/** Closed-form analysis of a balanced crossed design. */
export interface CrossedAnova {
  table: MeanSquare[];
  /** over participants only, over stimuli only, their minimum combination (Clark 1973) */
  f1: FRatio;
  f2: FRatio;
  minF: FRatio;
  /** MS_M/(MS_C + MS_LM − MS_E) with Satterthwaite df */
  quasiF: FRatio;
  components: { participant: number; stimulus: number; participantModel: number; residual: number };
  means: number[];
  /** standard error of one condition's mean and of a difference of two; the latter's df */
  seMean: number;
  seDifference: number;
  dfDifference: number;
  /** true when every component is above zero by more than rounding: then this equals REML */
  valid: boolean;
}

/**
 * Arranges rows of one dimension as balanced cells.
 * @returns null when a cell is missing or doubled, K differs between conditions, or there are
 *   fewer than 2 conditions, participants or stimuli a condition
 */
export function balancedCells(rows: readonly RatingRow[]): BalancedCells | null {
  const conditions = levels(rows.map((row) => row.condition));
  const participants = levels(rows.map((row) => row.participant));
  const stimuli = conditions.map((condition) =>
    levels(rows.filter((row) => row.condition === condition).map((row) => row.stimulus)),
  );
  const k = stimuli[0]?.length ?? 0;
  const small = conditions.length < 2 || participants.length < 2 || k < 2;
  if (small || stimuli.some((list) => list.length !== k)) return null;
  if (rows.length !== participants.length * conditions.length * k) return null;
  const ratings = new Map(
    rows.map((row) => [JSON.stringify([row.participant, row.stimulus]), row]),
  );
  if (ratings.size !== rows.length) return null;
  const values = participants.map((participant) =>
    stimuli.map((list) =>
      list.map((stimulus) => ratings.get(JSON.stringify([participant, stimulus]))!.rating),
    ),
  );
  return { conditions, participants, stimuli, values };
}

/**
 * The crossed analysis of balanced cells from expected mean squares (model M fixed; participant L
 * and stimulus C within M random): E[MS_M] = σ²_E + Kσ²_LM + Lσ²_C + LKθ², E[MS_C] = σ²_E + Lσ²_C,
 * E[MS_LM] = σ²_E + Kσ²_LM, E[MS_E] = σ²_E (Clark 1973; Winer 1971, section 5.15).
 * Ratings and errors in the unit of the scale.
 * @throws InputError when every rating is equal or nothing varies within the cells
 */
export function crossedAnova(cells: BalancedCells): CrossedAnova {
  const { values } = cells;
  const L = values.length;
  const M = values[0]!.length;
  const K = values[0]![0]!.length;
  const table = meanSquares(values, L, M, K);
  const [m, , c, lm, e] = table as [MeanSquare, MeanSquare, MeanSquare, MeanSquare, MeanSquare];
  if (!(e.ms > 0) || !(c.ms > 0) || !(lm.ms > 0)) {
    throw new InputError("crossed analysis: expected ratings that vary, got a spread of zero");
  }
  const error = c.ms + lm.ms - e.ms;
  const df2 = error ** 2 / (c.ms ** 2 / c.df + lm.ms ** 2 / lm.df + e.ms ** 2 / e.df);
  const f1 = ratio(m, lm.ms, lm.df);
  const f2 = ratio(m, c.ms, c.df);
  const components = {
    participant: (table[1]!.ms - lm.ms) / (M * K),
    stimulus: (c.ms - e.ms) / L,
    participantModel: (lm.ms - e.ms) / K,
    residual: e.ms,
  };
  const ofMean =
    (components.participant + components.participantModel) / L +
    components.stimulus / K +
    e.ms / (L * K);
  return {
    table,
    f1,
    f2,
    minF: minimumF(f1, f2),
    quasiF: ratio(m, error, df2),
    components,
    means: cells.conditions.map((_, j) => mean(values.flatMap((rows) => rows[j]!))),
    seMean: Math.sqrt(Math.max(0, ofMean)),
    seDifference: Math.sqrt((2 / (L * K)) * Math.max(0, error)),
    dfDifference: df2,
    valid: exceeds(c, e) && exceeds(lm, e) && exceeds(table[1]!, lm),
  };
}

/** Mean squares of whole-number ratings tie exactly; what rounding leaves of a tie is a tie. */
function exceeds(upper: MeanSquare, lower: MeanSquare): boolean {
  return upper.ms > lower.ms * (1 + 1e-9);
}

function ratio(m: MeanSquare, error: number, df2: number): FRatio {
  const f = m.ms / error;
  return { f, df1: m.df, df2, p: fAbove(f, m.df, df2) };
}

/** minF′ = F₁F₂/(F₁ + F₂), df2 = (F₁ + F₂)²/(F₁²/n₂ + F₂²/n₁) (Clark 1973). */
function minimumF(f1: FRatio, f2: FRatio): FRatio {
  const total = f1.f + f2.f;
  if (total === 0) return { f: 0, df1: f1.df1, df2: f1.df2, p: 1 };
  const f = (f1.f * f2.f) / total;
  const df2 = total ** 2 / (f1.f ** 2 / f2.df2 + f2.f ** 2 / f1.df2);
  return { f, df1: f1.df1, df2, p: fAbove(f, f1.df1, df2) };
}

function meanSquares(values: number[][][], L: number, M: number, K: number): MeanSquare[] {
  const grand = mean(values.flat(2));
  const square = (list: number[], centre: number) =>
    list.reduce((sum, v) => sum + (v - centre) ** 2, 0);
  const model = values[0]!.map((_, j) => mean(values.flatMap((rows) => rows[j]!)));
  const participant = values.map((rows) => mean(rows.flat()));
  const cell = values.map((rows) => rows.map((list) => mean(list)));
  const stimulus = model.map((_, j) =>
    Array.from({ length: K }, (_, s) => mean(values.map((rows) => rows[j]![s]!))),
  );
  const ssM = L * K * square(model, grand);
  const ssL = M * K * square(participant, grand);
  const ssC = L * stimulus.reduce((sum, list, j) => sum + square(list, model[j]!), 0);
  const ssCells = K * square(cell.flat(), grand);
  const ssLM = ssCells - ssM - ssL;
  const ssE = square(values.flat(2), grand) - ssCells - ssC;
  const line = (source: MeanSquare["source"], ss: number, df: number): MeanSquare => {
    // what rounding leaves of a zero sum of squares is zero
    const clean = ss < 1e-10 * Math.max(1, ssCells) ? 0 : ss;
    return { source, ss: clean, df, ms: clean / df };
  };
  return [
    line("model", ssM, M - 1),
    line("participant", ssL, L - 1),
    line("stimulus", ssC, M * (K - 1)),
    line("participant:model", ssLM, (L - 1) * (M - 1)),
    line("residual", ssE, M * (K - 1) * (L - 1)),
  ];
}

/** A difference of two condition means from the closed form, with its t test and interval. */
export function anovaDifference(anova: CrossedAnova, a: number, b: number, level = 0.95) {
  const estimate = anova.means[a]! - anova.means[b]!;
  const { seDifference: se, dfDifference: df } = anova;
  const half = tPoint((1 + level) / 2, df) * se;
  return {
    estimate,
    se,
    df,
    t: estimate / se,
    p: tTwoSided(estimate / se, df),
    interval: { low: estimate - half, high: estimate + half, level },
  };
}
