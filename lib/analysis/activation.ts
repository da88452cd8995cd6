import * as tf from "@tensorflow/tfjs";
import { logitsModel } from "@/lib/models/tensorflow/build-model";
import { InputError } from "@/lib/shared/invariant";
import { namedStream } from "@/lib/shared/rng";

/** What an input may be: any numbers, or a distribution over the classes in every step. */
export const CONSTRAINTS = ["none", "distribution"] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

/** How inputs are sought that raise an output. */
export interface ActivationSettings {
  /** Updates of the input. */
  steps: number;
  /** Size of the first updates; it falls to 0 along a half cosine. */
  rate: number;
  /** Weight of the mean over steps of the input's squared length. */
  l2: number;
  /** Weight of the mean over steps of the squared change from one step to the next. */
  totalVariation: number;
  constraint: Constraint;
  /** Every value of the start, before noise. */
  start: number;
  /** Of the start's noise. */
  seed: number;
}

/** The input found for one output. */
export interface Maximised {
  output: number;
  /** [window · classes], step by step. */
  input: Float32Array;
  /** Value before the softmax at the end. */
  logit: number;
  /** Objective (logit less penalties) before each update, and at the end: steps + 1 values. */
  objective: Float64Array;
}

const NOISE = 0.01;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

function startValues(rows: number, length: number, { start, seed }: ActivationSettings) {
  const rng = namedStream(seed, "activation");
  const one = Float32Array.from({ length }, () => start + NOISE * (2 * rng.float() - 1));
  const all = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) all.set(one, row * length);
  return all;
}

const asInput = (z: tf.Tensor3D, constraint: Constraint) =>
  constraint === "distribution" ? tf.softmax(z) : z;

/** Penalties of inputs [rows, window, classes]: [rows]. */
function penalties(x: tf.Tensor3D, { l2, totalVariation }: ActivationSettings): tf.Tensor1D {
  const [rows, window, classes] = x.shape;
  const size = tf.mean(tf.sum(tf.square(x), 2), 1);
  // gather, because slices have no gradient on every backend
  const later = tf.gather(x, tf.range(1, window, 1, "int32"), 1);
  const earlier = tf.gather(x, tf.range(0, window - 1, 1, "int32"), 1);
  const change = tf.reshape(tf.square(tf.sub(later, earlier)), [rows, (window - 1) * classes]);
  const variation = tf.div(tf.sum(change, 1), window);
  return tf.add(tf.mul(size, l2), tf.mul(variation, totalVariation)) as tf.Tensor1D;
}

/** Adam's updates of a batch of inputs, uphill. */
class Ascent {
  private readonly m: tf.Variable;
  private readonly v: tf.Variable;
  private updates = 0;

  constructor(readonly z: tf.Variable) {
    this.m = tf.tidy(() => tf.variable(tf.zerosLike(z)));
    this.v = tf.tidy(() => tf.variable(tf.zerosLike(z)));
  }

  step(gradient: tf.Tensor, rate: number): void {
    this.updates += 1;
    tf.tidy(() => {
      this.m.assign(tf.add(tf.mul(this.m, BETA1), tf.mul(gradient, 1 - BETA1)));
      this.v.assign(tf.add(tf.mul(this.v, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
      const m = tf.div(this.m, 1 - BETA1 ** this.updates);
      const v = tf.div(this.v, 1 - BETA2 ** this.updates);
      this.z.assign(tf.add(this.z, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), EPSILON))));
    });
  }

  dispose(): void {
    tf.dispose([this.z, this.m, this.v]);
  }
}

function checkOutputs(outputs: readonly number[], classes: number): void {
  const wrong = outputs.find((c) => !Number.isInteger(c) || c < 0 || c >= classes);
  if (outputs.length === 0 || wrong !== undefined) {
    throw new InputError(
      `outputs: expected classes from 0 to ${classes - 1}, got ${wrong ?? "none"}`,
    );
  }
}

/**
 * Activation maximisation (the paper's Figure 10; Simonyan et al. 2014): for each output the input
 * whose value before the softmax, less penalties, is greatest, by gradient ascent from one fixed
 * start. The inputs of a batch don't touch each other.
 * @param outputs classes whose inputs are sought
 * @throws InputError when a class is not one of the model's
 */
export async function maximiseOutputs(
  model: tf.LayersModel,
  outputs: readonly number[],
  settings: ActivationSettings,
  onStep: (step: number) => void = () => {},
): Promise<Maximised[]> {
  const [, window, classes] = model.inputs[0]!.shape as [null, number, number];
  checkOutputs(outputs, classes);
  const rows = outputs.length;
  const network = logitsModel(model);
  const length = window * classes;
  const start = startValues(rows, length, settings);
  const ascent = new Ascent(
    tf.tidy(() => tf.variable(tf.tensor3d(start, [rows, window, classes]))),
  );
  const wanted = oneHotRows(outputs, classes);
  const value = (z: tf.Tensor) => {
    const x = asInput(z as tf.Tensor3D, settings.constraint);
    const logits = network.apply(x, { training: false }) as tf.Tensor2D;
    return [tf.sum(tf.mul(logits, wanted), 1), penalties(x, settings)] as const;
  };
  const objective = outputs.map(() => new Float64Array(settings.steps + 1));
  const note = async (values: tf.Tensor, step: number) => {
    (await values.data()).forEach((v, row) => {
      objective[row]![step] = v;
    });
    values.dispose();
  };
  for (let step = 0; step < settings.steps; step++) {
    const { gradient, values } = tf.tidy(() => {
      let kept!: tf.Tensor;
      const gradientOf = tf.grad((z) => {
        const each = tf.sub(...value(z));
        kept = tf.keep(tf.clone(each));
        return tf.sum(each);
      });
      return { gradient: gradientOf(ascent.z), values: kept };
    });
    ascent.step(gradient, 0.5 * settings.rate * (1 + Math.cos((Math.PI * step) / settings.steps)));
    gradient.dispose();
    await note(values, step);
    onStep(step + 1);
  }
  const [logits, punished] = tf.tidy(() => [...value(ascent.z)]) as [tf.Tensor, tf.Tensor];
  await note(tf.sub(logits, punished), settings.steps);
  const inputs = tf.tidy(() =>
    asInput(ascent.z as unknown as tf.Tensor3D, settings.constraint).clone(),
  );
  const [all, ends] = [(await inputs.data()) as Float32Array, await logits.data()];
  tf.dispose([inputs, logits, punished, wanted]);
  ascent.dispose();
  return outputs.map((output, row) => ({
    output,
    input: all.slice(row * length, (row + 1) * length),
    logit: ends[row]!,
    objective: objective[row]!,
  }));
}

function oneHotRows(outputs: readonly number[], classes: number): tf.Tensor2D {
  const data = new Float32Array(outputs.length * classes);
  outputs.forEach((output, row) => {
    data[row * classes + output] = 1;
  });
  return tf.tensor2d(data, [outputs.length, classes]);
}

/** Penalty of a one-hot window, from its classes alone. */
export function windowPenalty(
  window: ArrayLike<number>,
  { l2, totalVariation }: Pick<ActivationSettings, "l2" | "totalVariation">,
): number {
  let changes = 0;
  for (let i = 1; i < window.length; i++) if (window[i] !== window[i - 1]) changes += 1;
  return l2 + (totalVariation * 2 * changes) / window.length;
}
