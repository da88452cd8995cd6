/**
 * WebAssembly with 128-bit SIMD, put together byte by byte: the few instructions that our inference
 * needs, so that no build step and no binary file is needed. Numbers are those of the WebAssembly
 * specification.
 */

/** Types of values. */
export const I32 = 0x7f;
export const V128 = 0x7b;

/** Unsigned LEB128, as WebAssembly writes numbers. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

/** i32.const of 0..8191 in two bytes; constants are signed, so that a lone byte ends at 63. */
export const constant = (value: number) => [0x41, (value & 0x7f) | 0x80, value >> 7];
export const get = (local: number) => [0x20, ...leb(local)];
export const set = (local: number) => [0x21, ...leb(local)];
export const call = (index: number) => [0x10, ...leb(index)];
export const addInt = [0x6a];

/** SIMD instructions: 0xfd, then the number; memory ones with alignment and offset. */
const simd = (code: number) => [0xfd, ...leb(code)];
export const load4 = (offset = 0) => [...simd(0), 2, ...leb(offset)];
export const store4 = (offset = 0) => [...simd(11), 2, ...leb(offset)];
/** One number from memory in all four lanes. */
export const loadSplat = [...simd(9), 2, 0];
export const add4 = simd(0xe4);
export const subtract4 = simd(0xe5);
export const multiply4 = simd(0xe6);
export const divide4 = simd(0xe7);
export const least4 = simd(0xe8);
export const greatest4 = simd(0xe9);
export const nearest4 = simd(0x6a);
export const toInts4 = simd(0xf8);
export const addInts4 = simd(0xae);
export const shiftLeft4 = simd(0xab);

const fourTimes = (bytes: Uint8Array) => [...simd(12), ...bytes, ...bytes, ...bytes, ...bytes];
/** The same number in all four lanes. */
export const float4 = (value: number) => fourTimes(new Uint8Array(Float32Array.of(value).buffer));
export const int4 = (value: number) => fourTimes(new Uint8Array(Int32Array.of(value).buffer));

/** local += constant. */
export const addToLocal = (local: number, by: number) => [
  ...get(local),
  ...constant(by),
  ...addInt,
  ...set(local),
];

/** Repeats code, counting a local down by `step` until it is 0; it must start above 0. */
export const repeat = (count: number, step: number, code: readonly number[]) => [
  ...[0x03, 0x40, ...code],
  // −step as a signed LEB128 byte
  ...[...get(count), 0x41, 0x80 - step, 0x6a, 0x22, ...leb(count), 0x0d, 0, 0x0b],
];

/** Concatenates what is made for 0..count − 1. */
export const each = (count: number, make: (index: number) => number[]) =>
  Array.from({ length: count }, (_, index) => make(index)).flat();

/** A function of a module; it is exported when it has a name. */
export interface AssembledFunction {
  name?: string;
  parameters: readonly number[];
  results: readonly number[];
  /** Groups of locals behind the parameters: how many, of which type. */
  locals: readonly (readonly [count: number, type: number])[];
  code: readonly number[];
}

const section = (id: number, body: readonly number[]) => [id, ...leb(body.length), ...body];
const text = (name: string) => [name.length, ...[...name].map((c) => c.charCodeAt(0))];
const list = (items: readonly (readonly number[])[]) => [...leb(items.length), ...items.flat()];

function bodyOf({ locals, code }: AssembledFunction): number[] {
  const groups = locals.map(([count, type]) => [...leb(count), type]);
  const body = [...list(groups), ...code, 0x0b];
  return [...leb(body.length), ...body];
}

/** A module of these functions over the memory that is imported as `m.m`. */
export function moduleOf(functions: readonly AssembledFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, results }) => [
    ...[0x60, ...leb(parameters.length), ...parameters],
    ...[...leb(results.length), ...results],
  ]);
  const exported = functions.flatMap(({ name }, index) =>
    name ? [[...text(name), 0x00, ...leb(index)]] : [],
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, [1, ...text("m"), ...text("m"), 0x02, 0x00, 1]),
    ...section(3, list(functions.map((_, index) => leb(index)))),
    ...section(7, list(exported)),
    ...section(10, list(functions.map(bodyOf))),
  ]);
}
