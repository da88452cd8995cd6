import * as tf from "@tensorflow/tfjs";
import { type Batch, oneHotWindows } from "@/lib/datasets/windows";
import { logitsModel } from "@/lib/models/tensorflow/build-model";

/** Mean cross-entropy in nats, and the share of right first choices. */
export interface Loss {
  loss: number;
  accuracy: number;
  count: number;
}

/** A model with its weights held beside it as plain arrays, in the order of `variables`. */
export interface Network {
  model: tf.LayersModel;
  logits: tf.LayersModel;
  window: number;
  classes: number;
  variables: tf.Variable[];
  trainable: tf.Variable[];
}

type HasVariable = { val?: unknown; variable?: unknown };

/** tf.layers wraps its variables; training needs the plain ones. */
function plain(variable: tf.LayerVariable): tf.Variable {
  return (variable as unknown as HasVariable).val as tf.Variable;
}

/** Wraps a built model for training and evaluation. */
export function network(model: tf.LayersModel): Network {
  const [, window, classes] = model.inputs[0]!.shape as [null, number, number];
  return {
    model,
    logits: logitsModel(model),
    window,
    classes,
    variables: model.weights.map(plain),
    trainable: model.trainableWeights.map(plain),
  };
}

function crossEntropy(logits: tf.Tensor, labels: tf.Tensor1D): tf.Scalar {
  const oneHot = tf.gather(tf.eye(logits.shape[1]!), labels);
  return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits as tf.Tensor2D)), 1)));
}

function tensors(net: Network, batch: Batch): { x: tf.Tensor3D; labels: tf.Tensor1D } {
  const data = oneHotWindows(batch, net.window, net.classes);
  return {
    x: tf.tensor3d(data, [batch.size, net.window, net.classes]),
    labels: tf.tensor1d(Int32Array.from(batch.labels), "int32"),
  };
}

function rightChoices(logits: tf.Tensor, labels: tf.Tensor1D): tf.Scalar {
  return tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), labels), "float32"));
}

/** The penalty of all regularised kernels (L2 of the residual networks), as a scalar. */
function penalty(net: Network): tf.Scalar | undefined {
  const losses = (net.logits as unknown as { calculateLosses(): tf.Scalar[] }).calculateLosses();
  return losses.length > 0 ? (tf.addN(losses) as tf.Scalar) : undefined;
}

/** Loss without the penalty, right choices, and the gradients of loss + penalty by variable. */
export interface Gradients {
  loss: number;
  right: number;
  gradients: Float32Array[];
}

/** Forward and backward over one batch; gradients in the order of `net.trainable`. */
export async function gradientsOf(net: Network, batch: Batch): Promise<Gradients> {
  const kept: tf.Tensor[] = [];
  const { value, grads } = tf.tidy(() => {
    const { x, labels } = tensors(net, batch);
    const result = tf.variableGrads(() => {
      const logits = net.logits.apply(x, { training: true }) as tf.Tensor;
      const data = crossEntropy(logits, labels);
      kept.push(tf.keep(tf.clone(data)), tf.keep(rightChoices(logits, labels)));
      const regular = penalty(net);
      return regular ? tf.add(data, regular) : data;
    }, net.trainable);
    return { value: result.value, grads: net.trainable.map((v) => result.grads[v.name]!) };
  });
  const [loss, right] = [(await kept[0]!.data())[0]!, (await kept[1]!.data())[0]!];
  const gradients: Float32Array[] = [];
  for (const gradient of grads) gradients.push((await gradient.data()) as Float32Array);
  tf.dispose([value, grads, kept]);
  return { loss, right, gradients };
}

/** Writes plain arrays into variables of the same order. */
export function writeWeights(
  variables: readonly tf.Variable[],
  values: readonly Float32Array[],
): void {
  variables.forEach((variable, index) => {
    const tensor = tf.tensor(values[index]!, variable.shape);
    variable.assign(tensor);
    tensor.dispose();
  });
}

/** Reads variables into plain arrays (copies). */
export async function readWeights(variables: readonly tf.Variable[]): Promise<Float32Array[]> {
  const values: Float32Array[] = [];
  for (const variable of variables) values.push(Float32Array.from(await variable.data()));
  return values;
}

/** Sums of loss and right choices over one batch, without training. */
export async function lossOf(net: Network, batch: Batch): Promise<{ sum: number; right: number }> {
  const [mean, right] = tf.tidy(() => {
    const { x, labels } = tensors(net, batch);
    const logits = net.logits.apply(x, { training: false }) as tf.Tensor;
    return [crossEntropy(logits, labels), rightChoices(logits, labels)];
  }) as [tf.Scalar, tf.Scalar];
  const result = { sum: (await mean.data())[0]! * batch.size, right: (await right.data())[0]! };
  tf.dispose([mean, right]);
  return result;
}
