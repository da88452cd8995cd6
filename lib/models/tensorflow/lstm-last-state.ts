import * as tf from "@tensorflow/tfjs";
import type { GateActivation } from "@/lib/models/architecture";
import { orthogonalRows } from "@/lib/models/tensorflow/orthogonal";

/** What one step keeps for its gradient: input, forget, candidate, output gate, old cell, tanh(cell). */
const KEPT = 6;

/** The gates' activation, and its slope in terms of its value. */
interface Gate {
  open(x: tf.Tensor): tf.Tensor;
  slope(value: tf.Tensor): tf.Tensor;
}

/** Activations that the gates can have: the logistic one, and Keras 2's piecewise linear one. */
const GATES = {
  sigmoid: {
    open: (x) => tf.sigmoid(x),
    slope: (value) => tf.mul(value, tf.sub(1, value)),
  },
  hardSigmoid: {
    open: (x) => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1),
    slope: (value) => tf.mul(0.2, tf.cast(tf.less(tf.abs(tf.sub(value, 0.5)), 0.5), "float32")),
  },
} as const satisfies Record<GateActivation, Gate>;

function forwardStep(z: tf.Tensor, cell: tf.Tensor, { open }: Gate) {
  const [zi, zf, zg, zo] = tf.split(z, 4, 1);
  const input = open(zi!);
  const forget = open(zf!);
  const candidate = tf.tanh(zg!);
  const output = open(zo!);
  const next = tf.add(tf.mul(forget, cell), tf.mul(input, candidate));
  const squashed = tf.tanh(next);
  return [input, forget, candidate, output, cell, squashed, next, tf.mul(output, squashed)];
}

function backwardStep(
  kept: tf.Tensor[],
  dHidden: tf.Tensor,
  dCellLater: tf.Tensor,
  activation: Gate,
) {
  const [input, forget, candidate, output, cell, squashed] = kept as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const gate = (gradient: tf.Tensor, value: tf.Tensor) => tf.mul(gradient, activation.slope(value));
  const slope = tf.sub(1, tf.square(squashed));
  const dCell = tf.add(dCellLater, tf.mul(tf.mul(dHidden, output), slope));
  const dz = tf.concat(
    [
      gate(tf.mul(dCell, candidate), input),
      gate(tf.mul(dCell, cell), forget),
      tf.mul(tf.mul(dCell, input), tf.sub(1, tf.square(candidate))),
      gate(tf.mul(dHidden, squashed), output),
    ],
    1,
  );
  return [dz, tf.mul(dCell, forget)] as const;
}

interface Forward {
  /** Hidden states before every step, and the last one. */
  hidden: tf.Tensor[];
  kept: tf.Tensor[];
}

function runForward(projected: tf.Tensor3D, recurrent: tf.Tensor2D, gate: Gate): Forward {
  const [steps, batch, width] = projected.shape;
  const units = recurrent.shape[0];
  const hidden: tf.Tensor[] = [tf.zeros([batch, units])];
  const kept: tf.Tensor[] = [];
  let cell: tf.Tensor = tf.zeros([batch, units]);
  for (let step = 0; step < steps; step++) {
    const results = tf.tidy(() => {
      const row = tf.reshape(tf.slice(projected, [step, 0, 0], [1, batch, width]), [batch, width]);
      const z = tf.add(row, tf.matMul(hidden[step] as tf.Tensor2D, recurrent));
      return forwardStep(z, cell, gate);
    });
    kept.push(...results.slice(0, KEPT));
    cell = results[KEPT]!;
    hidden.push(results[KEPT + 1]!);
  }
  return { hidden, kept };
}

function runBackward(
  dLast: tf.Tensor,
  kept: tf.Tensor[],
  recurrent: tf.Tensor2D,
  gate: Gate,
): tf.Tensor2D {
  const steps = kept.length / KEPT;
  const dz = new Array<tf.Tensor2D>(steps);
  let dHidden = dLast;
  let dCell: tf.Tensor = tf.zerosLike(dLast);
  for (let step = steps - 1; step >= 0; step--) {
    const before = [dCell, dHidden];
    const [gates, dCellBefore, dHiddenBefore] = tf.tidy(() => {
      const own = kept.slice(KEPT * step, KEPT * (step + 1));
      const [d, c] = backwardStep(own, dHidden, dCell, gate);
      return [d, c, tf.matMul(d as tf.Tensor2D, recurrent, false, true)] as tf.Tensor[];
    }) as [tf.Tensor2D, tf.Tensor, tf.Tensor];
    dz[step] = gates;
    dCell = dCellBefore;
    dHidden = dHiddenBefore;
    if (step < steps - 1) for (const tensor of before) tensor.dispose();
  }
  return tf.concat(dz, 0);
}

/**
 * The last hidden state of an LSTM (Hochreiter & Schmidhuber 1997; gate order input, forget,
 * candidate, output as in Keras). The gradient of each weight matrix is one large product over all
 * steps, and only six tensors a step are kept.
 * @param x [batch, steps, channels]
 * @param kernel [channels, 4·units]
 * @param recurrent [units, 4·units]
 * @param bias [4·units]
 * @param gates activation of the three gates
 * @returns [batch, units]
 */
export function lstmLastState(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor1D,
  gates: GateActivation = "sigmoid",
): tf.Tensor2D {
  const gate = GATES[gates];
  const op = tf.customGrad((...args) => {
    const [input, w, u, b, save] = args as unknown as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
      (tensors: tf.Tensor[]) => void,
    ];
    const [batch, steps, channels] = input.shape;
    const rows = tf.reshape(tf.transpose(input, [1, 0, 2]), [steps * batch, channels]);
    const projected = tf.reshape(tf.add(tf.matMul(rows, w), b), [steps, batch, w.shape[1]]);
    const { hidden, kept } = runForward(projected as tf.Tensor3D, u, gate);
    save([rows, w, u, ...hidden.slice(0, steps), ...kept]);
    const gradFunc = (dLast: tf.Tensor, saved: tf.Tensor[]) =>
      tf.tidy(() => {
        const [savedRows, savedKernel, savedRecurrent] = saved as [
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor2D,
        ];
        const dz = runBackward(dLast, saved.slice(3 + steps), savedRecurrent, gate);
        const before = tf.concat(saved.slice(3, 3 + steps), 0);
        const dRows = tf.matMul(dz, savedKernel, false, true);
        return [
          tf.transpose(tf.reshape(dRows, [steps, batch, channels]), [1, 0, 2]),
          tf.matMul(savedRows, dz, true, false),
          tf.matMul(before, dz as tf.Tensor, true, false),
          tf.sum(dz, 0),
        ];
      });
    return { value: hidden[steps]!, gradFunc };
  });
  return op(x, kernel, recurrent, bias) as tf.Tensor2D;
}

type LayerArgs = ConstructorParameters<typeof tf.layers.Layer>[0];

/** A layer that gives the last hidden state of an LSTM: [batch, steps, channels] → [batch, units]. */
export class LstmLastState extends tf.layers.Layer {
  static readonly className = "LstmLastState";
  private readonly units: number;
  private readonly seed: number;
  private readonly gates: GateActivation;
  private kernel!: tf.LayerVariable;
  private recurrent!: tf.LayerVariable;
  private bias!: tf.LayerVariable;

  constructor(config: { name?: string; units: number; seed?: number; gates?: GateActivation }) {
    super(config as LayerArgs);
    this.units = config.units;
    this.seed = config.seed ?? 0;
    this.gates = config.gates ?? "sigmoid";
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = (inputShape as tf.Shape)[2]!;
    const { units, seed } = this;
    const glorot = tf.initializers.glorotUniform({ seed });
    this.kernel = this.addWeight("kernel", [channels, 4 * units], "float32", glorot);
    const orthogonal = fixed(() =>
      tf.tensor2d(orthogonalRows(units, 4 * units, seed), [units, 4 * units]),
    );
    this.recurrent = this.addWeight("recurrent_kernel", [units, 4 * units], "float32", orthogonal);
    // A forget bias of 1 lets gradients pass from the first step (Jozefowicz et al. 2015).
    const ones = fixed(() =>
      tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]),
    );
    this.bias = this.addWeight("bias", [4 * units], "float32", ones);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [(inputShape as tf.Shape)[0]!, this.units];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    return lstmLastState(
      x,
      this.kernel.read() as tf.Tensor2D,
      this.recurrent.read() as tf.Tensor2D,
      this.bias.read() as tf.Tensor1D,
      this.gates,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units, seed: this.seed, gates: this.gates };
  }
}

type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** An initialiser that gives one fixed tensor, whatever the shape asked for. */
function fixed(make: () => tf.Tensor): Initializer {
  const base = tf.initializers.zeros();
  base.apply = make;
  return base;
}

tf.serialization.registerClass(LstmLastState as never);
