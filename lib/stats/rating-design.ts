import { levels, type RatingRow } from "./long-table";
import { type RandomTerm, randomTerm } from "./random-terms";

/** Why an analysis gives no result, in a sentence for the reader. */
export interface NotPossible {
  kind: "none";
  reason: string;
}

/** What the mixed models of one dimension are fitted to. */
export interface RatingDesign {
  kind: "design";
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

/** From this many training runs of a condition on, the run is a random effect. */
const ENOUGH_RUNS = 3;

/**
 * Decides from one dimension's rows (one rating per participant and stimulus) which random
 * intercepts the data can carry: participant, participant:condition, stimulus, a shared item, a
 * training run. A term that cannot be told from another or from the residual is left out and named.
 * @returns a reason instead, where no crossed analysis is possible
 */
export function ratingDesign(rows: readonly RatingRow[]): RatingDesign | NotPossible {
  const refusal = refuse(rows);
  if (refusal) return { kind: "none", reason: refusal };
  const conditions = levels(rows.map((row) => row.condition));
  const notes: string[] = [];
  const terms: RandomTerm[] = [];
  for (const term of candidates(rows)) {
    const reason = leaveOut(term, terms, rows.length);
    if (reason === null) terms.push(term);
    else notes.push(reason);
  }
  const index = new Map(conditions.map((name, i) => [name, i]));
  return {
    kind: "design",
    conditions,
    ratings: rows.map((row) => row.rating),
    condition: Int32Array.from(rows, (row) => index.get(row.condition)!),
    terms,
    participants: new Set(rows.map((row) => row.participant)).size,
    stimuli: new Set(rows.map((row) => row.stimulus)).size,
    formula: `rating ~ condition${terms.map((term) => ` + (1 | ${term.name})`).join("")}`,
    notes,
  };
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
function candidates(rows: readonly RatingRow[]): RandomTerm[] {
  const make = (name: string, label: (row: RatingRow) => string) =>
    randomTerm(name, rows.map(label));
  const terms = [
    make("participant", (row) => row.participant),
    make("participant:condition", (row) => JSON.stringify([row.participant, row.condition])),
    make("stimulus", (row) => row.stimulus),
  ];
  if (itemsAreShared(rows)) terms.push(make("item", (row) => row.item!));
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
