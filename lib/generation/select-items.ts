import type { EncodingId } from "@/lib/encoding/encoding";
import type { GeneratedCandidate } from "@/lib/generation/candidates";
import { brokenRule, type RejectionRule } from "@/lib/generation/eligibility";
import { namedStream } from "@/lib/shared/rng";

/** How often a rule rejected clips of a model. */
export interface Rejection {
  model: string;
  rule: string;
  count: number;
}

/** Which items are fit for a set, and why the others are not. */
export interface Selection {
  /** Items for which every model's clip passes the rules, in the order given. */
  eligible: string[];
  rejections: Rejection[];
}

/** Asks the rules of every clip; an item is eligible when all its clips pass. */
export function eligibleItems(
  items: readonly string[],
  candidates: readonly GeneratedCandidate[],
  rules: readonly RejectionRule[],
  encoding: EncodingId,
): Selection {
  const rejected = new Set<string>();
  const models = [...new Set(candidates.map((candidate) => candidate.model))];
  const counts = new Map(models.flatMap((model) => rules.map((rule) => [`${model} ${rule}`, 0])));
  for (const { model, item, decoded } of candidates) {
    const rule = brokenRule({ decoded, encoding }, rules);
    if (!rule) continue;
    rejected.add(item);
    counts.set(`${model} ${rule}`, counts.get(`${model} ${rule}`)! + 1);
  }
  const rejections = models.flatMap((model) =>
    rules.map((rule) => ({ model, rule, count: counts.get(`${model} ${rule}`)! })),
  );
  return { eligible: items.filter((item) => !rejected.has(item)), rejections };
}

/** The items of a set, drawn from the eligible by the seed, and those left for practice. */
export function drawItems(
  eligible: readonly string[],
  wanted: number,
  seed: number,
): { items: string[]; unused: string[] } {
  const drawn = namedStream(seed, "items").shuffle(eligible);
  return { items: drawn.slice(0, wanted), unused: drawn.slice(wanted) };
}
