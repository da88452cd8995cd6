import { z } from "zod";
import { textFromEvents } from "@/lib/encoding/melody";
import { CHORALE_RULE, choraleFault, PRIMER_COUNT } from "@/lib/generation/chorale-rule";
import { WINDOW } from "@/lib/models/model-ids";
import { CLIP_STEPS } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";

/** Events of a melody primer; the true continuation is one clip long. */
export const PRIMER_EVENTS = WINDOW;
export { PRIMER_COUNT };

const SPAN = PRIMER_EVENTS + CLIP_STEPS;
/** Steps without an onset after which a join of two pieces is likely. */
const LONGEST_GAP = 24;
/** Semitones between two notes over which a join is likely. */
const WIDEST_LEAP = 12;
/** Onsets that the true continuation must have to make a clip. */
const FEWEST_ONSETS = 8;

/** The rule behind a list of melody excerpts, in words. */
const MELODY_RULE =
  `A start is an onset of the evaluation text. Within its ${SPAN} steps (primer ${PRIMER_EVENTS}, ` +
  `continuation ${CLIP_STEPS}) no ${LONGEST_GAP} steps pass without an onset and no two neighbouring ` +
  `notes lie more than ${WIDEST_LEAP} semitones apart (both are signs of a join between pieces); the ` +
  `continuation has at least ${FEWEST_ONSETS} onsets; the primer does not stand in the training ` +
  `text. Starts are taken greedily from the front, ${SPAN} steps apart or more, and ${PRIMER_COUNT} ` +
  "of them are kept at even distances.";

const isOnset = (event: number) => event >= 2;

function onsetGapsAreShort(events: ArrayLike<number>): boolean {
  let since = 0;
  for (let i = 0; i < events.length; i++) {
    since = isOnset(events[i]!) ? 0 : since + 1;
    if (since >= LONGEST_GAP) return false;
  }
  return true;
}

function leapsAreSmall(events: ArrayLike<number>): boolean {
  let before: number | undefined;
  for (let i = 0; i < events.length; i++) {
    if (!isOnset(events[i]!)) continue;
    if (before !== undefined && Math.abs(events[i]! - before) > WIDEST_LEAP) return false;
    before = events[i]!;
  }
  return true;
}

/** Does the rule (without the look-up in the training text) allow an excerpt to start here? */
export function mayStartAt(text: ArrayLike<number>, start: number): boolean {
  if (start < 0 || start + SPAN > text.length || !isOnset(text[start]!)) return false;
  const excerpt = Array.prototype.slice.call(text, start, start + SPAN) as number[];
  const onsets = excerpt.slice(PRIMER_EVENTS).filter(isOnset).length;
  return onsets >= FEWEST_ONSETS && onsetGapsAreShort(excerpt) && leapsAreSmall(excerpt);
}

/** Every start that the rule takes, from the front, before thinning to 40. */
export function primerStarts(text: ArrayLike<number>, training: ArrayLike<number>): number[] {
  const known = textFromEvents(training);
  const starts: number[] = [];
  for (let start = 0; start + SPAN <= text.length; ) {
    const primer = textFromEvents(Array.prototype.slice.call(text, start, start + PRIMER_EVENTS));
    if (mayStartAt(text, start) && !known.includes(primer)) {
      starts.push(start);
      start += SPAN;
    } else start += 1;
  }
  return starts;
}

const primerSchema = z.strictObject({
  /** Name of the item in stimulus sets, for example bach-00123. */
  id: z.string().min(1),
  /** Position in the evaluation text, or in the list of pieces. */
  start: z.int().min(0),
  /** Classes before the clip. */
  events: z.array(z.int().min(0)),
  /** What the composer wrote next, one clip long, as classes. */
  continuation: z.array(z.int().min(0)),
});

/** Rules by which excerpts are chosen: in words, and why an excerpt does not obey. */
const RULES = {
  "melody-excerpts": { words: MELODY_RULE, faultOf: melodyFault },
  "chorale-beginnings": { words: CHORALE_RULE, faultOf: choraleFault },
} as const satisfies Record<string, { words: string; faultOf: (primer: Primer) => string | null }>;

/** Id of a rule by which excerpts are chosen. */
export type PrimerRuleId = keyof typeof RULES;
const PRIMER_RULE_IDS = Object.keys(RULES) as PrimerRuleId[];

/** A rule in words. */
export const primerRuleWords = (rule: PrimerRuleId): string => RULES[rule].words;

function ruleIdOf(rule: unknown): unknown {
  return PRIMER_RULE_IDS.find((id) => RULES[id].words === rule) ?? rule;
}

const primerListSchema = z.strictObject({
  format: z.literal(1),
  corpus: z.string().min(1),
  /** SHA-256 of the evaluation file that the excerpts are from. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The rule that every excerpt obeys; older files hold its sentence. */
  rule: z.preprocess(ruleIdOf, z.enum(PRIMER_RULE_IDS, "expected one that this program knows")),
  primers: z.array(primerSchema).min(1),
});

/** One primer with its true continuation. */
export type Primer = z.infer<typeof primerSchema>;
/** The list that ships with the checkpoints of a corpus. */
export type PrimerList = z.infer<typeof primerListSchema>;

/** Why an excerpt cannot stand in a melody list; null when it can. */
function melodyFault({ events, continuation }: Primer): string | null {
  if (events.length !== PRIMER_EVENTS || continuation.length !== CLIP_STEPS) {
    return `expected ${PRIMER_EVENTS} events and ${CLIP_STEPS} after them, got ${events.length} and ${continuation.length}`;
  }
  return mayStartAt([...events, ...continuation], 0) ? null : "the rule refuses this start";
}

/**
 * Checks a list read from a file: its form, that its rule is one that this program knows, and that
 * every excerpt obeys it.
 * @throws InputError naming the first place that is wrong
 */
export function parsePrimerList(value: unknown, where: string): PrimerList {
  const result = primerListSchema.safeParse(value);
  if (!result.success) {
    const first = result.error.issues[0]!;
    throw new InputError(`${where}: ${first.path.join(".")}: ${first.message}`);
  }
  const { faultOf } = RULES[result.data.rule];
  for (const primer of result.data.primers) {
    const fault = faultOf(primer);
    if (fault) throw new InputError(`${where}: ${primer.id}: ${fault}`);
  }
  return result.data;
}

/** Forty of the starts at even distances. @throws InputError when there are fewer. */
export function evenlyKept<T>(starts: readonly T[], corpus: string): T[] {
  if (starts.length < PRIMER_COUNT) {
    throw new InputError(
      `primers: expected ${PRIMER_COUNT} starts in ${corpus}, got ${starts.length}`,
    );
  }
  return Array.from(
    { length: PRIMER_COUNT },
    (_, i) => starts[Math.floor((i * starts.length) / PRIMER_COUNT)]!,
  );
}

/** Makes the melody list of a corpus. @throws InputError when the text yields too few starts. */
export function melodyPrimers(
  corpus: string,
  sha256: string,
  text: ArrayLike<number>,
  training: ArrayLike<number>,
): PrimerList {
  const kept = evenlyKept(primerStarts(text, training), corpus);
  const primers = kept.map((start) => ({
    id: `${corpus}-${String(start).padStart(5, "0")}`,
    start,
    events: Array.prototype.slice.call(text, start, start + PRIMER_EVENTS) as number[],
    continuation: Array.prototype.slice.call(text, start + PRIMER_EVENTS, start + SPAN) as number[],
  }));
  return { format: 1, corpus, sha256, rule: "melody-excerpts", primers };
}
