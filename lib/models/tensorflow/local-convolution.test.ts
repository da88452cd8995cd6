import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "@/lib/models/backend";
import { localConvolution, outputLength } from "@/lib/models/tensorflow/local-convolution";
import { backendsHere } from "@/tests/fixtures/models/present-backends";
import { fixedNumbers } from "@/tests/oracle/models/fixed-numbers";
import { type LocalShape, localLoops, positionsOf } from "@/tests/oracle/models/local-gradients";

const backends = await backendsHere();

const SHAPES: LocalShape[] = [
  { batch: 2, length: 10, channels: 3, filters: 5, size: 4, left: 0, right: 0 },
  { batch: 3, length: 9, channels: 4, filters: 2, size: 8, left: 4, right: 3 },
  { batch: 2, length: 12, channels: 2, filters: 3, size: 16, left: 8, right: 7 },
  { batch: 1, length: 5, channels: 1, filters: 1, size: 5, left: 0, right: 0 },
  { batch: 2, length: 6, channels: 2, filters: 2, size: 1, left: 0, right: 0 },
  // more zeros than the kernel is long: some positions see nothing of the input
  { batch: 2, length: 4, channels: 2, filters: 3, size: 2, left: 3, right: 2 },
];

function fixedCase(s: LocalShape) {
  const positions = positionsOf(s);
  return {
    x: fixedNumbers("x", s.batch * s.length * s.channels),
    kernel: fixedNumbers("kernel", positions * s.size * s.channels * s.filters),
    dy: fixedNumbers("dy", s.batch * positions * s.filters),
  };
}

function tensorsOf(s: LocalShape) {
  const { x, kernel, dy } = fixedCase(s);
  const positions = positionsOf(s);
  return {
    x: tf.tensor3d(Float32Array.from(x), [s.batch, s.length, s.channels]),
    kernel: tf.tensor3d(Float32Array.from(kernel), [positions, s.size * s.channels, s.filters]),
    dy: tf.tensor3d(Float32Array.from(dy), [s.batch, positions, s.filters]),
  };
}

function largestDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(got.length).toBe(expected.length);
  return Math.max(...Array.from(got, (value, i) => Math.abs(value - expected[i]!)));
}

describe.each(backends)("local convolution on $backend", ({ backend, present, trains }) => {
  beforeAll(async () => {
    if (present) await chooseBackend(backend);
  });

  it.skipIf(!present).each(SHAPES)("forward equals plain loops: %o", async (s) => {
    const { x, kernel, dy } = fixedCase(s);
    const t = tensorsOf(s);
    const y = localConvolution(t.x, t.kernel, s.size, [s.left, s.right]);
    expect(largestDifference(await y.data(), localLoops(s, x, kernel, dy).y)).toBeLessThan(1e-5);
  });

  it.skipIf(!present || !trains).each(SHAPES)("gradients equal plain loops: %o", async (s) => {
    const { x, kernel, dy } = fixedCase(s);
    const t = tensorsOf(s);
    const run = (a: tf.Tensor, k: tf.Tensor) =>
      localConvolution(a as tf.Tensor3D, k as tf.Tensor3D, s.size, [s.left, s.right]);
    const [dx, dKernel] = tf.grads(run)([t.x, t.kernel], t.dy) as [tf.Tensor, tf.Tensor];
    const expected = localLoops(s, x, kernel, dy);
    expect(largestDifference(await dx.data(), expected.dx)).toBeLessThan(1e-5);
    expect(largestDifference(await dKernel.data(), expected.dKernel)).toBeLessThan(1e-5);
  });

  it.skipIf(!present)("equals conv1d when every position has the same kernel", async () => {
    const shared = tf.tensor3d(Float32Array.from(fixedNumbers("shared", 4 * 3 * 5)), [4, 3, 5]);
    const x = tf.tensor3d(Float32Array.from(fixedNumbers("x", 2 * 10 * 3)), [2, 10, 3]);
    const everywhere = tf.tile(tf.reshape(shared, [1, 12, 5]), [7, 1, 1]) as tf.Tensor3D;
    const got = await localConvolution(x, everywhere, 4, [0, 0]).data();
    expect(largestDifference(got, await tf.conv1d(x, shared, 1, "valid").data())).toBeLessThan(
      1e-5,
    );
  });

  it.skipIf(!present || !trains)("leaves no tensor behind, forward and backward", () => {
    const t = tensorsOf(SHAPES[0]!);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const loss = (x: tf.Tensor, k: tf.Tensor) =>
        tf.sum(localConvolution(x as tf.Tensor3D, k as tf.Tensor3D, 4, [0, 0])) as tf.Scalar;
      tf.grads(loss)([t.x, t.kernel]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("output length", () => {
  it("counts positions", () => {
    expect(outputLength(64, 8, [0, 0])).toBe(57);
    expect(outputLength(32, 8, [4, 3])).toBe(32);
    expect(outputLength(32, 16, [8, 7])).toBe(32);
  });
});
