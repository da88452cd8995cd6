import type { GateActivation } from "@/lib/models/architecture";
import { moduleOf } from "@/lib/models/fast/assemble";
import { cellUpdate, hardSigmoid4, sigmoid4 } from "@/lib/models/fast/cell-update";
import { hardSigmoid, sigmoid, updateCell } from "@/lib/models/fast/cells";
import { PANEL, rowProduct } from "@/lib/models/fast/row-product";

/** The functions that do the arithmetic; all pointers are byte addresses in one memory. */
export interface Kernels {
  /** One row of activations times a panel of 16 columns, added to `start`; `count` at least 1. */
  one(a: number, panel: number, start: number, c: number, count: number): void;
  /** Two rows at once: the panel is read once. */
  two(
    a0: number,
    a1: number,
    panel: number,
    start0: number,
    start1: number,
    c0: number,
    c1: number,
    count: number,
  ): void;
  /** One LSTM step of one example; `units` a multiple of 4. */
  cell(gates: number, cell: number, hidden: number, units: number): void;
  /** The same with hard-sigmoid gates. */
  hardCell(gates: number, cell: number, hidden: number, units: number): void;
}

/** The function that makes one LSTM step, by its gates. */
export const CELLS = {
  sigmoid: "cell",
  hardSigmoid: "hardCell",
} as const satisfies Record<GateActivation, keyof Kernels>;

/** Indices of `sigmoid4` and `hardSigmoid4` among the functions below. */
const [SIGMOID, HARD_SIGMOID] = [2, 3];

const moduleBytes = () =>
  moduleOf([
    ...[rowProduct("one", 1), rowProduct("two", 2), sigmoid4, hardSigmoid4],
    cellUpdate("cell", SIGMOID, SIGMOID),
    cellUpdate("hardCell", SIGMOID, HARD_SIGMOID),
  ]);

/** True where this engine runs 128-bit SIMD. */
export function simdAvailable(): boolean {
  return WebAssembly.validate(moduleBytes());
}

/**
 * The functions over a memory, in WebAssembly.
 * @throws WebAssembly.CompileError where the engine has no SIMD (see `simdAvailable`)
 */
export function simdKernels(memory: WebAssembly.Memory): Kernels {
  const module = new WebAssembly.Module(moduleBytes());
  const instance = new WebAssembly.Instance(module, { m: { m: memory } });
  return instance.exports as unknown as Kernels;
}

const cellOf =
  (f: Float32Array, gate: (x: number) => number): Kernels["cell"] =>
  (gates, cell, hidden, units) =>
    updateCell(f, gate, gates >> 2, cell >> 2, hidden >> 2, units);

/** The same in plain loops, for engines without SIMD. */
export function plainKernels(memory: WebAssembly.Memory): Kernels {
  const f = new Float32Array(memory.buffer);
  const one: Kernels["one"] = (a, panel, start, c, count) => {
    const sums = new Float32Array(f.subarray(start >> 2, (start >> 2) + PANEL));
    for (let k = 0; k < count; k++) {
      const value = f[(a >> 2) + k]!;
      const from = (panel >> 2) + k * PANEL;
      for (let j = 0; j < PANEL; j++) sums[j]! += value * f[from + j]!;
    }
    f.set(sums, c >> 2);
  };
  return {
    one,
    two: (a0, a1, panel, start0, start1, c0, c1, count) => {
      one(a0, panel, start0, c0, count);
      one(a1, panel, start1, c1, count);
    },
    cell: cellOf(f, sigmoid),
    hardCell: cellOf(f, hardSigmoid),
  };
}
