import { levels, type RatingRow } from "./long-table";
import { type RandomTerm, randomTerm, withParts } from "./random-terms";

/** Why an analysis gives no result, in a sentence for the reader. */
export interface NotPossible {
  kind: "none";
  reason: string;
}

/** What the mixed models of one dimension are fitted to. */
export interface RatingDesign {
  kind: "design";
  variances: VarianceModel;
  conditions: string[];
  ratings: number[];
  /** condition of each rating, as an index */
  condition: Int32Array;
  terms: RandomTerm[];
  participants: number;
  stimuli: number;
  /** the model in one line, in R's notation */
  formula: string;
  /** what was left out of the model and why */
  notes: string[];
}

/**
 * What a plan declares of the variances. `pooled`: one for all conditions. `by condition`: one for
 * the stimuli and one for participant × condition of each condition where the counts allow, and
 * participant × item where items are shared. What the counts allow never depends on the ratings.
 */
export type VarianceModel = "pooled" | "by condition";

/** A condition has a variance of its own from so many of its levels on, in every condition. */
const ENOUGH_LEVELS = { stimulus: 3, "participant:condition": 6 } as const;

/** From this many training runs of a condition on, the run is a random effect. */
const ENOUGH_RUNS = 3;

/**
 * Decides from one dimension's rows (one rating per participant and stimulus) which random
 * intercepts the data can carry: participant, participant:condition, stimulus, a shared item, a
 * training run. A term that cannot be told from another or from the residual is left out and named.
 * @param variances by condition: participant × item too, and a variance a condition (`splitTerm`)
 * @returns a reason instead, where no crossed analysis is possible
 */
export function ratingDesign(
  rows: readonly RatingRow[],
  variances: VarianceModel = "pooled",
): RatingDesign | NotPossible {
  const refusal = refuse(rows);
  if (refusal) return { kind: "none", reason: refusal };
  const conditions = levels(rows.map((row) => row.condition));
  const index = new Map(conditions.map((name, i) => [name, i]));
  const condition = Int32Array.from(rows, (row) => index.get(row.condition)!);
  const notes: string[] = [];
  const terms: RandomTerm[] = [];
  for (const term of candidates(rows, variances)) {
    const reason = leaveOut(term, terms, rows.length);
    if (reason === null) terms.push(term);
    else notes.push(reason);
  }
  const split =
    variances === "pooled"
      ? terms
      : terms.map((term) => splitTerm(term, condition, conditions, notes));
  return {
    kind: "design",
    variances,
    conditions,
    ratings: rows.map((row) => row.rating),
    condition,
    terms: split,
    participants: new Set(rows.map((row) => row.participant)).size,
    stimuli: new Set(rows.map((row) => row.stimulus)).size,
    formula: `rating ~ condition${split.map((term) => termFormula(term, conditions)).join("")}`,
    notes,
  };
}

/** A variance for each condition, where every condition has enough levels of the term. */
function splitTerm(
  term: RandomTerm,
  condition: Int32Array,
  conditions: readonly string[],
  notes: string[],
): RandomTerm {
  if (!(term.name in ENOUGH_LEVELS)) return term;
  const enough = ENOUGH_LEVELS[term.name as keyof typeof ENOUGH_LEVELS];
  const split = withParts(term, condition, conditions);
  const counts = conditions.map((_, c) => split.parts.of.filter((part) => part === c).length);
  const least = counts.reduce((a, b) => Math.min(a, b));
  if (least >= enough) return split;
  notes.push(
    `${term.name} has one variance for all conditions: one for each needs ${enough} levels in every condition, and there are ${least} in ${conditions[counts.indexOf(least)]}.`,
  );
  return term;
}

/** A term in lme4's notation; participant × condition is written by its participants. */
function termFormula({ name, parts }: RandomTerm, conditions: readonly string[]): string {
  if (!parts) return ` + (1 | ${name})`;
  const group = name === "participant:condition" ? "participant" : name;
  return conditions
    .map((condition) => ` + (0 + dummy(condition, ${JSON.stringify(condition)}) | ${group})`)
    .join("");
}

/** The reason why nothing can be compared, or null. */
function refuse(rows: readonly RatingRow[]): string | null {
  if (rows.length === 0) return "There are no ratings.";
  const conditions = levels(rows.map((row) => row.condition));
  if (conditions.length < 2) {
    return `There is only one condition (${conditions[0]}): nothing to compare it with.`;
  }
  if (new Set(rows.map((row) => row.participant)).size < 2) {
    return "There is only one participant: differences between people cannot be estimated, so nothing can be said about other listeners.";
  }
  if (new Set(rows.map((row) => row.rating)).size < 2) {
    return `Every rating is ${rows[0]!.rating}: there is no variation to analyse.`;
  }
  const stimuli = new Set(rows.map((row) => row.stimulus)).size;
  if (stimuli === conditions.length) {
    return "Each condition has a single stimulus: a difference between conditions cannot be told from a difference between two pieces.";
  }
  if (rows.length < conditions.length + 4) {
    return `There are only ${rows.length} ratings for ${conditions.length} conditions: too few to estimate how much they vary.`;
  }
  return null;
}

/** The random intercepts that the columns offer, in the order of the model. */
function candidates(rows: readonly RatingRow[], variances: VarianceModel): RandomTerm[] {
  const make = (name: string, label: (row: RatingRow) => string) =>
    randomTerm(name, rows.map(label));
  const terms = [
    make("participant", (row) => row.participant),
    make("participant:condition", (row) => JSON.stringify([row.participant, row.condition])),
    make("stimulus", (row) => row.stimulus),
  ];
  if (itemsAreShared(rows)) {
    terms.push(make("item", (row) => row.item!));
    if (variances === "by condition") {
      terms.push(make("participant:item", (row) => JSON.stringify([row.participant, row.item])));
    }
  }
  if (hasEnoughRuns(rows)) {
    terms.push(make("run", (row) => JSON.stringify([row.condition, row.run ?? ""])));
  }
  return terms;
}

/** True when every row names its item and some item occurs under two conditions. */
function itemsAreShared(rows: readonly RatingRow[]): boolean {
  const condition = new Map<string, string>();
  let shared = false;
  for (const row of rows) {
    if (row.item === undefined) return false;
    const before = condition.get(row.item);
    if (before !== undefined && before !== row.condition) shared = true;
    condition.set(row.item, row.condition);
  }
  return shared;
}

function hasEnoughRuns(rows: readonly RatingRow[]): boolean {
  const runs = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.run === undefined) continue;
    runs.set(row.condition, (runs.get(row.condition) ?? new Set()).add(row.run));
  }
  return [...runs.values()].some((set) => set.size >= ENOUGH_RUNS);
}

/** Why a term is left out of the model, or null when it stays. */
function leaveOut(term: RandomTerm, kept: readonly RandomTerm[], ratings: number): string | null {
  if (term.count < 2) return `${term.name} is left out: it has one level only.`;
  if (term.count >= ratings) {
    return `${term.name} is left out: with one rating for each of its levels it cannot be told from the residual.`;
  }
  const twin = kept.find((other) => other.count === term.count && samePartition(term, other));
  return twin
    ? `${term.name} is left out: in these data it cannot be told from ${twin.name}.`
    : null;
}

function samePartition(a: RandomTerm, b: RandomTerm): boolean {
  const partner = new Int32Array(a.count).fill(-1);
  for (let i = 0; i < a.level.length; i++) {
    if (partner[a.level[i]!] === -1) partner[a.level[i]!] = b.level[i]!;
    else if (partner[a.level[i]!] !== b.level[i]) return false;
  }
  return true;
}
