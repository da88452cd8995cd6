import { type Kernels, plainKernels, simdAvailable, simdKernels } from "@/lib/models/fast/kernels";
import { PANEL } from "@/lib/models/fast/row-product";

const PAGE = 65_536;

/** Rounds up to whole panels. */
export const padded = (columns: number) => Math.ceil(columns / PANEL) * PANEL;

/** A place in the memory, in floats. */
export type MemoryOffset = number;

/** Plans places for weights and activations, then makes the memory that holds them all. */
export class Workspace {
  private size = 0;
  private readonly fills: { at: MemoryOffset; values: Float32Array }[] = [];
  /** All of the memory as float32; empty until `open`. */
  f = new Float32Array(0);
  kernels!: Kernels;

  /** Reserves floats, 16-byte aligned, with room behind for a whole panel. */
  reserve(length: number): MemoryOffset {
    const at = this.size;
    this.size += Math.ceil((length + PANEL) / 4) * 4;
    return at;
  }

  /** Reserves a place for values that stay. */
  keep(values: Float32Array): MemoryOffset {
    const at = this.reserve(values.length);
    this.fills.push({ at, values });
    return at;
  }

  /** Makes the memory and copies what was kept into it. */
  open(simd = simdAvailable()): void {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * this.size) / PAGE) + 1 });
    this.f = new Float32Array(memory.buffer);
    for (const { at, values } of this.fills) this.f.set(values, at);
    this.fills.length = 0;
    this.kernels = simd ? simdKernels(memory) : plainKernels(memory);
  }
}

/**
 * Reorders a [rows, columns] matrix into panels of 16 columns, each [rows, 16], zeros behind the last
 * column.
 */
export function panels(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * padded(columns));
  for (let from = 0; from < columns; from += PANEL) {
    const width = Math.min(PANEL, columns - from);
    for (let row = 0; row < rows; row++) {
      const at = row * columns + from;
      result.set(values.subarray(at, at + width), from * rows + row * PANEL);
    }
  }
  return result;
}

/** Values followed by zeros up to whole panels. */
export function paddedRow(values: Float32Array): Float32Array {
  const result = new Float32Array(padded(values.length));
  result.set(values);
  return result;
}
