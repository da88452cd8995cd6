import { CORPORA } from "@/lib/datasets/registry";
import type { Encoding } from "@/lib/encoding/encoding";
import { ENCODINGS } from "@/lib/encoding/registry";
import { type GeneratedCandidate, generateCandidates } from "@/lib/generation/candidates";
import {
  type DraftClip,
  humanContent,
  modelContent,
  scrambledContent,
} from "@/lib/generation/draft-clips";
import { rulesOf } from "@/lib/generation/eligibility";
import type { Primer } from "@/lib/generation/primers";
import type { Predictor } from "@/lib/generation/sample";
import { drawItems, eligibleItems, type Rejection } from "@/lib/generation/select-items";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";
import { namedStream } from "@/lib/shared/rng";
import type { StimulusRole } from "@/lib/stimuli/manifest";
import type { SetRequest } from "@/lib/stimuli/set-request";

/** Clips beyond the main ones that a set carries: three practice clips and one to set the volume by. */
const EXTRA_ITEMS = 4;
/** Primers that models continue before more are added. */
const FIRST_PRIMERS = 20;
const MORE_PRIMERS = 10;

/** The part of a set request that decides its music, the temperature settled. */
export type DraftRequest = Pick<
  SetRequest,
  "preset" | "models" | "corpus" | "anchors" | "seed" | "items"
> & { temperature: number };

/** All clips of a set before rendering. */
export interface DraftSet {
  clips: DraftClip[];
  rejections: Rejection[];
  /** How many primers were continued in each round: the first round, then what was added. */
  batches: number[];
  /** By model, the mean probability given to classes that cannot stand there; without a grammar none. */
  withheld?: Record<string, number>;
}

export type { DraftClip };

/** The order in which a set takes a corpus's primers. */
export function primersInOrder(primers: readonly Primer[], seed: number): Primer[] {
  return namedStream(seed, "primers").shuffle(primers);
}

class Draft {
  private readonly candidates: GeneratedCandidate[] = [];
  private readonly batches: number[] = [];
  private readonly primers: Primer[];
  private readonly encoding: Encoding;

  constructor(
    private readonly request: DraftRequest,
    primers: readonly Primer[],
    private readonly predictorOf: (model: string) => Promise<Predictor>,
    private readonly onProgress: OnProgress,
    private readonly signal?: AbortSignal,
  ) {
    this.encoding = ENCODINGS[CORPORA[request.corpus].encoding];
    this.primers = primersInOrder(primers, request.seed);
  }

  async make(): Promise<DraftSet> {
    const needed = this.request.items + EXTRA_ITEMS;
    if (needed > this.primers.length) {
      throw new InputError(
        `items: expected at most ${this.primers.length - EXTRA_ITEMS} (${this.primers.length} primers less ${EXTRA_ITEMS} for practice), got ${this.request.items}`,
      );
    }
    await this.continueMore(Math.max(FIRST_PRIMERS, needed));
    let selection = this.select();
    while (selection.eligible.length < needed && this.used < this.primers.length) {
      await this.continueMore(MORE_PRIMERS);
      selection = this.select();
    }
    const { eligible, rejections } = selection;
    if (eligible.length < needed) this.refuse(eligible.length, rejections);
    const { items, unused } = drawItems(eligible, this.request.items, this.request.seed);
    const clips = [...this.mainClips(items), ...this.extraClips(unused)];
    return { clips, rejections, batches: this.batches, ...this.withheld() };
  }

  private withheld(): Pick<DraftSet, "withheld"> {
    if (!this.encoding.grammar) return {};
    const of = (model: string) => this.candidates.filter((one) => one.model === model);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const { models } = this.request;
    return {
      withheld: Object.fromEntries(models.map((m) => [m, mean(of(m).map((c) => c.withheld))])),
    };
  }

  private get used(): number {
    return this.batches.reduce((sum, size) => sum + size, 0);
  }

  /** Lets every model continue the next primers in the seeded order. */
  private async continueMore(count: number): Promise<void> {
    const { models, temperature, seed } = this.request;
    const settings = { encoding: this.encoding, temperature, seed };
    const primers = this.primers.slice(this.used, this.used + count);
    for (const [index, model] of models.entries()) {
      const predictor = await this.predictorOf(model);
      const show = (done: number, total: number) => {
        this.signal?.throwIfAborted();
        return this.onProgress({
          stage: "sampling",
          done: index * total + done,
          total: models.length * total,
        });
      };
      this.candidates.push(
        ...(await generateCandidates(model, predictor, primers, settings, show)),
      );
    }
    this.batches.push(primers.length);
  }

  private select() {
    const items = this.primers.slice(0, this.used).map((primer) => primer.id);
    const rules = rulesOf(this.request.preset);
    return eligibleItems(items, this.candidates, rules, this.encoding.id);
  }

  private refuse(found: number, rejections: readonly Rejection[]): never {
    const worst = [...rejections].sort((a, b) => b.count - a.count)[0];
    throw new InputError(
      `set: expected ${this.request.items + EXTRA_ITEMS} items in which every model's clip passes the rules, got ${found} of ${this.primers.length}; most rejections: ${worst?.model} by "${worst?.rule}" (${worst?.count})`,
    );
  }

  private modelClip(role: StimulusRole, model: string, item: string): DraftClip {
    const found = this.candidates.find((c) => c.model === model && c.item === item)!;
    return { role, condition: model, item, ...modelContent(found) };
  }

  private humanClip(role: StimulusRole, item: string): DraftClip {
    const primer = this.primers.find((p) => p.id === item)!;
    return { role, condition: "human", item, ...humanContent(primer, this.encoding) };
  }

  private scrambledClip(role: StimulusRole, item: string): DraftClip {
    const primer = this.primers.find((p) => p.id === item)!;
    const content = scrambledContent(primer, this.encoding, this.request.seed);
    return { role, condition: "scrambled", item, ...content };
  }

  private mainClips(items: readonly string[]): DraftClip[] {
    const { models, anchors } = this.request;
    return items.flatMap((item) => [
      ...models.map((model) => this.modelClip("main", model, item)),
      ...anchors.map((anchor) =>
        anchor === "human" ? this.humanClip("main", item) : this.scrambledClip("main", item),
      ),
    ]);
  }

  /** Practice spans the range (human, scrambled, a model); the volume is set by a human clip. */
  private extraClips(unused: readonly string[]): DraftClip[] {
    const [first, second, third, fourth] = unused as [string, string, string, string];
    const model = namedStream(this.request.seed, "practice").pick(this.request.models);
    return [
      this.humanClip("practice", first),
      this.scrambledClip("practice", second),
      this.modelClip("practice", model, third),
      this.humanClip("calibration", fourth),
    ];
  }
}

/**
 * Chooses the items of a set and makes all its clips as notes: every model continues the same
 * primers, an item is eligible when every model's clip passes the preset's rules, and the set draws
 * its items from the eligible by the seed. Never cherry-picked: rejections are counted.
 * @throws InputError when fewer items than wanted are eligible among all primers
 */
export function draftSet(
  request: DraftRequest,
  primers: readonly Primer[],
  predictorOf: (model: string) => Promise<Predictor>,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<DraftSet> {
  return new Draft(request, primers, predictorOf, onProgress, signal).make();
}
