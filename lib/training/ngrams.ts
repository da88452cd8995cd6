import type { Places, Texts, WindowLayout } from "@/lib/datasets/windows";
import { InputError } from "@/lib/shared/invariant";
import type { Loss } from "@/lib/training/network";

/** Open-addressed map from (node, event) to the node of the longer n-gram; grows by doubling. */
class Children {
  private keys: Float64Array;
  private nodes: Int32Array;
  private size = 0;

  constructor(private readonly classes: number) {
    this.keys = new Float64Array(1 << 16).fill(-1);
    this.nodes = new Int32Array(1 << 16);
  }

  private slot(key: number, keys: Float64Array): number {
    // Multiplying by an odd constant and taking the high bits spreads neighbouring keys.
    const mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 4294967296) | 0, 0x85ebca6b);
    let at = (mixed ^ (mixed >>> 15)) & (keys.length - 1);
    while (keys[at] !== -1 && keys[at] !== key) at = (at + 1) & (keys.length - 1);
    return at;
  }

  get(node: number, event: number): number {
    const key = node * this.classes + event;
    const at = this.slot(key, this.keys);
    return this.keys[at] === key ? this.nodes[at]! : -1;
  }

  add(node: number, event: number, child: number): void {
    if (2 * (this.size + 1) > this.keys.length) this.grow();
    const key = node * this.classes + event;
    const at = this.slot(key, this.keys);
    this.keys[at] = key;
    this.nodes[at] = child;
    this.size += 1;
  }

  private grow(): void {
    const [keys, nodes] = [this.keys, this.nodes];
    this.keys = new Float64Array(2 * keys.length).fill(-1);
    this.nodes = new Int32Array(2 * nodes.length);
    keys.forEach((key, i) => {
      if (key < 0) return;
      const at = this.slot(key, this.keys);
      this.keys[at] = key;
      this.nodes[at] = nodes[i]!;
    });
  }
}

/** An Int32Array that grows. */
class Counts {
  private values = new Int32Array(1 << 16);

  get(index: number): number {
    return this.values[index]!;
  }

  increase(index: number): void {
    if (index >= this.values.length) {
      const grown = new Int32Array(2 * Math.max(index, this.values.length));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[index]! += 1;
  }
}

const ROOT = 0;

/**
 * Back-off n-gram models of all orders up to `highest`, with Witten–Bell weights (Witten & Bell
 * 1991): p_n(e | c) = (count(c e) + t(c) · p_(n−1)(e | c′)) / (count(c) + t(c)), where t(c) is how many
 * different events follow c and c′ is c without its oldest event; p_0 is uniform. A context that
 * never occurred leaves the shorter one's answer as it is.
 */
export class Ngrams {
  private readonly children: Children;
  /** How often each n-gram occurs, how often something follows it, and how many different events. */
  private readonly seen = new Counts();
  private readonly followed = new Counts();
  private readonly kinds = new Counts();
  private nodes = 1;

  constructor(
    texts: Texts,
    readonly classes: number,
    readonly highest: number,
  ) {
    this.children = new Children(classes);
    for (const text of texts) this.count(text);
  }

  private count(text: Uint16Array): void {
    let contexts: number[] = [ROOT];
    for (let i = 0; i < text.length; i++) {
      const event = text[i]!;
      const longer = contexts.map((node) => this.extend(node, event));
      contexts = [ROOT, ...longer].slice(0, this.highest);
    }
  }

  private extend(node: number, event: number): number {
    let child = this.children.get(node, event);
    this.followed.increase(node);
    if (child < 0) {
      child = this.nodes++;
      this.children.add(node, event, child);
      this.kinds.increase(node);
    }
    this.seen.increase(child);
    return child;
  }

  /** Nodes of the contexts of 0, 1, 2 … events after one more event; −1 where one never occurred. */
  next(contexts: readonly number[], event: number): number[] {
    const longer = contexts.map((node) => (node < 0 ? -1 : this.children.get(node, event)));
    return [ROOT, ...longer].slice(0, this.highest);
  }

  /** Nodes of the contexts before a text's first event. */
  start(): number[] {
    return [ROOT];
  }

  /** Probability of an event under each order 1..highest (index order − 1). */
  probabilities(contexts: readonly number[], event: number): Float64Array {
    const result = new Float64Array(this.highest);
    let p = 1 / this.classes;
    for (let n = 0; n < this.highest; n++) {
      const node = contexts[n] ?? -1;
      const total = node < 0 ? 0 : this.followed.get(node);
      if (total > 0) {
        const child = this.children.get(node, event);
        const kinds = this.kinds.get(node);
        p = ((child < 0 ? 0 : this.seen.get(child)) + kinds * p) / (total + kinds);
      }
      result[n] = p;
    }
    return result;
  }
}

/** Loss and accuracy of each order over windows; index order − 1. */
export type LossByOrder = Loss[];

interface Sums {
  loss: Float64Array;
  right: Float64Array;
}

/** Adds what every order says of one label; the first of equally likely classes is its choice. */
function addLabel(model: Ngrams, contexts: readonly number[], label: number, sums: Sums): void {
  const best = new Float64Array(model.highest);
  const choice = new Int32Array(model.highest);
  for (let event = 0; event < model.classes; event++) {
    const p = model.probabilities(contexts, event);
    for (let n = 0; n < p.length; n++) {
      if (p[n]! > best[n]!) {
        best[n] = p[n]!;
        choice[n] = event;
      }
      if (event === label) sums.loss[n]! -= Math.log(p[n]!);
    }
  }
  for (let n = 0; n < choice.length; n++) if (choice[n] === label) sums.right[n]! += 1;
}

/**
 * Mean cross-entropy in nats and accuracy of every order, on the labels of consecutive windows; a
 * context never reaches back before its window.
 * @param which places to count; all when left out
 * @throws InputError for windows that are not consecutive
 */
export function evaluateNgrams(
  model: Ngrams,
  texts: Texts,
  places: Places,
  layout: WindowLayout,
  which: ArrayLike<number> = Int32Array.from({ length: places.count }, (_, i) => i),
): LossByOrder {
  if (layout.spacing !== 1 || layout.ahead !== 1 || layout.size < model.highest) {
    throw new InputError("n-grams: expected consecutive windows longer than the highest order");
  }
  const sums = { loss: new Float64Array(model.highest), right: new Float64Array(model.highest) };
  for (let i = 0; i < which.length; i++) {
    const place = which[i]!;
    const text = texts[places.texts[place]!]!;
    const at = places.starts[place]! + layout.size;
    let contexts = model.start();
    for (let j = at - model.highest + 1; j < at; j++) contexts = model.next(contexts, text[j]!);
    addLabel(model, contexts, text[at]!, sums);
  }
  const count = which.length;
  return Array.from(sums.loss, (loss, n) => ({
    loss: loss / count,
    accuracy: sums.right[n]! / count,
    count,
  }));
}
