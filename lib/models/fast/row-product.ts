/**
 * Two small WebAssembly functions with 128-bit SIMD, assembled here so that no build step and no
 * binary file is needed. They multiply rows of activations by a panel of 16 columns of weights:
 *
 *   c[j] = start[j] + Σ_k a[k] · panel[k · 16 + j],  j = 0..15
 *
 * `one` does it for one row, `two` for two rows at once, which reads the panel half as often.
 */

/** Columns of a panel. */
export const PANEL = 16;

/** The assembled functions; all pointers are byte addresses in the memory given to `rowProducts`. */
export interface RowProducts {
  one(a: number, panel: number, start: number, c: number, count: number): void;
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
}

const VECTORS = PANEL / 4;
const I32 = 0x7f;
const V128 = 0x7b;

/** Unsigned LEB128, as WebAssembly writes numbers. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

const section = (id: number, body: number[]) => [id, ...leb(body.length), ...body];
const text = (name: string) => [name.length, ...[...name].map((c) => c.charCodeAt(0))];
const get = (local: number) => [0x20, ...leb(local)];
const set = (local: number) => [0x21, ...leb(local)];
/** SIMD instructions: 0xfd, then the number; memory ones with alignment and offset. */
const simd = (code: number) => [0xfd, ...leb(code)];
const load = (offset: number) => [...simd(0), 2, ...leb(offset)];
const loadSplat = [...simd(9), 2, 0];
const store = (offset: number) => [...simd(11), 2, ...leb(offset)];
const add4 = simd(0xe4);
const multiply4 = simd(0xe6);
/** i32.const of 0..8191 in two bytes; constants are signed, so that a lone byte ends at 63. */
const constant = (value: number) => [0x41, (value & 0x7f) | 0x80, value >> 7];
/** local += constant. */
const advance = (local: number, by: number) => [
  ...get(local),
  ...constant(by),
  0x6a,
  ...set(local),
];

/** Parameters of a function for `rows` rows: a…, panel, start…, c…, count. */
function places(rows: number) {
  return {
    a: (row: number) => row,
    panel: rows,
    start: (row: number) => rows + 1 + row,
    c: (row: number) => 2 * rows + 1 + row,
    count: 3 * rows + 1,
    sum: (row: number, vector: number) => 3 * rows + 2 + row * VECTORS + vector,
    splat: 3 * rows + 2 + rows * VECTORS,
  };
}

const each = (count: number, make: (index: number) => number[]) =>
  Array.from({ length: count }, (_, index) => make(index)).flat();

function body(rows: number): number[] {
  const p = places(rows);
  const eachSum = (make: (row: number, vector: number) => number[]) =>
    each(rows, (row) => each(VECTORS, (vector) => make(row, vector)));
  const multiplyAdd = (row: number, vector: number) => [
    ...get(p.sum(row, vector)),
    ...get(p.splat),
    ...get(p.panel),
    ...load(16 * vector),
    ...multiply4,
    ...add4,
    ...set(p.sum(row, vector)),
  ];
  const code = [
    // one group of locals: the sums and the splat
    ...[1, ...leb(rows * VECTORS + 1), V128],
    ...eachSum((row, vector) => [
      ...get(p.start(row)),
      ...load(16 * vector),
      ...set(p.sum(row, vector)),
    ]),
    ...[0x03, 0x40],
    ...each(rows, (row) => [
      ...get(p.a(row)),
      ...loadSplat,
      ...set(p.splat),
      ...each(VECTORS, (vector) => multiplyAdd(row, vector)),
      ...advance(p.a(row), 4),
    ]),
    ...advance(p.panel, 4 * PANEL),
    // count −= 1; repeat while it is not zero (−1 is the signed LEB128 byte 0x7f)
    ...[...get(p.count), 0x41, 0x7f, 0x6a, 0x22, ...leb(p.count), 0x0d, 0, 0x0b],
    ...eachSum((row, vector) => [
      ...get(p.c(row)),
      ...get(p.sum(row, vector)),
      ...store(16 * vector),
    ]),
    0x0b,
  ];
  return [...leb(code.length), ...code];
}

const signature = (rows: number) => {
  const parameters = 3 * rows + 2;
  return [0x60, ...leb(parameters), ...new Array<number>(parameters).fill(I32), 0];
};

function moduleBytes(): Uint8Array {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, ...signature(1), ...signature(2)]),
    ...section(2, [1, ...text("m"), ...text("m"), 0x02, 0x00, 1]),
    ...section(3, [2, 0, 1]),
    ...section(7, [2, ...text("one"), 0x00, 0, ...text("two"), 0x00, 1]),
    ...section(10, [2, ...body(1), ...body(2)]),
  ]);
}

/** True where this engine runs 128-bit SIMD. */
export function simdAvailable(): boolean {
  return WebAssembly.validate(moduleBytes() as Uint8Array<ArrayBuffer>);
}

/**
 * The functions over a memory; counts must be at least 1.
 * @throws WebAssembly.CompileError where the engine has no SIMD (see `simdAvailable`)
 */
export function rowProducts(memory: WebAssembly.Memory): RowProducts {
  const module = new WebAssembly.Module(moduleBytes() as Uint8Array<ArrayBuffer>);
  const instance = new WebAssembly.Instance(module, { m: { m: memory } });
  return instance.exports as unknown as RowProducts;
}

/** The same in plain loops, for engines without SIMD. */
export function plainRowProducts(memory: WebAssembly.Memory): RowProducts {
  const f = new Float32Array(memory.buffer);
  const one: RowProducts["one"] = (a, panel, start, c, count) => {
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
  };
}
