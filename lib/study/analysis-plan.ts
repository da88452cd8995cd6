import { z } from "zod";

const id = z.string().min(1).max(100);

/** A rule that excludes a session from the analysis; thresholds belong to the frozen plan. */
export const exclusionRuleSchema = z.discriminatedUnion("kind", [
  /** Missed at least so many catch trials. */
  z.strictObject({ kind: z.literal("missed catches"), atLeast: z.int().min(2).max(20) }),
  /** Gave one and the same value in at least this share (0..1) of a dimension's main trials. */
  z.strictObject({ kind: z.literal("flat ratings"), share: z.number().min(0.5).max(1) }),
  /** Heard less than this share (0..1) of the clips on average. */
  z.strictObject({ kind: z.literal("low coverage"), below: z.number().min(0).max(1) }),
  /** The tab was hidden for more than this share (0..1) of the time on trials. */
  z.strictObject({ kind: z.literal("tab hidden"), above: z.number().min(0).max(1) }),
  /** Did not pass the headphone screen. */
  z.strictObject({ kind: z.literal("headphone screen failed") }),
]);

/** When collecting ends. */
export const stopRuleSchema = z.discriminatedUnion("kind", [
  /** After so many completed sessions. */
  z.strictObject({ kind: z.literal("quota"), participants: z.int().min(1).max(100_000) }),
  /** When the primary contrasts' 95 % interval is no wider than `width`, at the latest at `maximum`. */
  z.strictObject({
    kind: z.literal("width"),
    width: z.number().positive(),
    maximum: z.int().min(1).max(100_000),
  }),
]);

/** The analysis plan, frozen with the study at launch. */
export const analysisPlanSchema = z.strictObject({
  /** The dimension of the primary question. */
  primary: id,
  /** Confirmatory contrasts, each a pair of conditions: first minus second. */
  contrasts: z.array(z.tuple([id, id])).max(50),
  /** Dimensions in which the contrasts are confirmatory (one Holm family over all). */
  dimensions: z.array(id).min(1).max(6),
  alpha: z.number().min(0.001).max(0.2),
  family: z.literal("holm"),
  /** Differences below this margin count as equivalent; null = no equivalence test. */
  equivalenceMargin: z.number().positive().nullable(),
  /**
   * Variances of the primary model: one for all conditions, or one a condition for stimuli and for
   * participant × condition, with participant × item where items are shared. Decided by counts,
   * never by the ratings. Plans frozen without it mean pooled.
   */
  variances: z.enum(["pooled", "by condition"]).optional(),
  analysisSet: z.literal("completed, not excluded, first presentations of main trials"),
  sensitivity: z.literal("all ratings given"),
  exclusionRules: z.array(exclusionRuleSchema).max(10),
});

/** What is analysed and how, frozen at launch. */
export type AnalysisPlan = z.infer<typeof analysisPlanSchema>;
/** A rule that excludes a session from the analysis. */
export type ExclusionRule = z.infer<typeof exclusionRuleSchema>;
/** When collecting ends. */
export type StopRule = z.infer<typeof stopRuleSchema>;

/** The largest number of completed sessions that a stop rule allows. */
export function largestQuota(rule: StopRule): number {
  return rule.kind === "quota" ? rule.participants : rule.maximum;
}

/** The primary model of a plan in words, as it will be fitted: what is decided by counts is said. */
export function primaryModelWords({
  variances = "pooled",
}: Pick<AnalysisPlan, "variances">): string {
  const always = "(1 | participant) + (1 | participant:condition) + (1 | stimulus)";
  const whereShared =
    variances === "pooled" ? "(1 | item)" : "(1 | item) and (1 | participant:item)";
  const spread =
    variances === "pooled"
      ? "One variance of each term for all conditions."
      : "A variance for each condition of (1 | stimulus) where every condition has 3 stimuli or more, and of (1 | participant:condition) where every condition has 6 participants or more; else one for all conditions.";
  return [
    `linear mixed model with participants and stimuli as crossed random effects, rating ~ condition + ${always},`,
    `with ${whereShared} where an item comes under several conditions and (1 | run) where a condition has 3 training runs or more.`,
    spread,
    "REML, t tests with Satterthwaite's degrees of freedom.",
  ].join(" ");
}
