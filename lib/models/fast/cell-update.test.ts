import { expect, it } from "vitest";
import { plainKernels, simdKernels } from "@/lib/models/fast/kernels";

const UNITS = 8;
const [GATES, CELL, HIDDEN] = [0, 4 * UNITS, 5 * UNITS];

/** One step of every kernel set on the same numbers; cell and hidden state of each. */
function stepped(
  gate: (index: number) => number,
  cell: (index: number) => number,
  kind: "cell" | "hardCell" = "cell",
) {
  return [simdKernels, plainKernels].map((kernels) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const f = new Float32Array(memory.buffer);
    for (let i = 0; i < 4 * UNITS; i++) f[GATES + i] = gate(i);
    for (let i = 0; i < UNITS; i++) f[CELL + i] = cell(i);
    kernels(memory)[kind](4 * GATES, 4 * CELL, 4 * HIDDEN, UNITS);
    return Array.from(f.subarray(CELL, HIDDEN + UNITS));
  });
}

it.each(["cell", "hardCell"] as const)("%s equals the plain loops over all gates", (kind) => {
  for (let at = -100; at <= 100; at += 0.37) {
    const [simd, plain] = stepped(
      (i) => at + i / 7,
      (i) => Math.sin(at + i),
      kind,
    );
    simd!.forEach((value, i) => {
      expect(Math.abs(value - plain![i]!), `${at} ${i}`).toBeLessThan(5e-7);
    });
  }
});

it("is exact where gates are shut, open or undecided", () => {
  const [shut] = stepped(
    () => -1e30,
    () => 1,
  );
  expect(Math.max(...shut!.map(Math.abs))).toBeLessThan(1e-37);
  const [open] = stepped(
    () => 1e30,
    () => 1,
  );
  expect(open!.slice(0, UNITS)).toEqual(new Array(UNITS).fill(2));
  const [undecided] = stepped(
    () => 0,
    () => 1,
  );
  expect(undecided!.slice(0, UNITS)).toEqual(new Array(UNITS).fill(0.5));
});
