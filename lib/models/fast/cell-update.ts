import * as wasm from "@/lib/models/fast/assemble";

/** ln 2 in two parts: the first has so few bits that its product with a small integer is exact. */
const LN2_HIGH = Math.round(Math.LN2 * 65_536) / 65_536;
const LN2_LOW = Math.LN2 - LN2_HIGH;
/** Terms of the power series: up to x⁷ / 7! the rest is below a float32's last place. */
const TERMS = 7;
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

const [X, POWER] = [0, 1];

/** x −= POWER · part of ln 2. */
const lessPart = (part: number) => [
  ...wasm.get(X),
  ...[...wasm.get(POWER), ...wasm.float4(part), ...wasm.multiply4],
  ...[...wasm.subtract4, ...wasm.set(X)],
];

/** The power series of eˣ, on the stack. */
const series = [
  ...wasm.float4(1 / factorial(TERMS)),
  ...wasm.each(TERMS, (index) => [
    ...[...wasm.get(X), ...wasm.multiply4],
    ...[...wasm.float4(1 / factorial(TERMS - 1 - index)), ...wasm.add4],
  ]),
];

/**
 * 1 / (1 + e⁻ˣ) of four numbers. −x is taken apart into a whole number of ln 2, which becomes the
 * exponent of a float, and a rest within ± ln 2 / 2 for the power series; −87..88 is what fits.
 */
export const sigmoid4: wasm.AssembledFunction = {
  parameters: [wasm.V128],
  results: [wasm.V128],
  locals: [[1, wasm.V128]],
  code: [
    ...[...wasm.float4(0), ...wasm.get(X), ...wasm.subtract4],
    ...[...wasm.float4(-87), ...wasm.greatest4, ...wasm.float4(88), ...wasm.least4, ...wasm.set(X)],
    ...[...wasm.get(X), ...wasm.float4(1 / Math.LN2), ...wasm.multiply4, ...wasm.nearest4],
    ...wasm.set(POWER),
    ...[...lessPart(LN2_HIGH), ...lessPart(LN2_LOW)],
    ...wasm.float4(1),
    ...series,
    ...[...wasm.get(POWER), ...wasm.toInts4, ...wasm.int4(127), ...wasm.addInts4],
    ...[...wasm.constant(23), ...wasm.shiftLeft4, ...wasm.multiply4],
    ...[...wasm.float4(1), ...wasm.add4, ...wasm.divide4],
  ],
};

/** 0.2·x + 0.5 cut to 0..1, of four numbers. */
export const hardSigmoid4: wasm.AssembledFunction = {
  parameters: [wasm.V128],
  results: [wasm.V128],
  locals: [],
  code: [
    ...[...wasm.get(X), ...wasm.float4(0.2), ...wasm.multiply4, ...wasm.float4(0.5), ...wasm.add4],
    ...[...wasm.float4(0), ...wasm.greatest4, ...wasm.float4(1), ...wasm.least4],
  ],
};

const [GATES, CELL, HIDDEN, UNITS, WIDTH, NEXT] = [0, 1, 2, 3, 4, 5];

/**
 * One LSTM step of one example, four units at a time: gates in the order input, forget, candidate,
 * output, each `units` numbers; the count of units must be a multiple of four.
 * @param sigmoid index of `sigmoid4` in the module, for tanh
 * @param activation index of the gates' activation
 */
export function cellUpdate(
  name: string,
  sigmoid: number,
  activation: number,
): wasm.AssembledFunction {
  const gate = (index: number) => [
    ...wasm.get(GATES),
    ...wasm.each(index, () => [...wasm.get(WIDTH), ...wasm.addInt]),
    ...wasm.load4(),
  ];
  const open = (value: number[]) => [...value, ...wasm.call(activation)];
  // tanh x = 2 · sigmoid(2x) − 1
  const tanh = (value: number[]) => [
    ...[...value, ...wasm.float4(2), ...wasm.multiply4, ...wasm.call(sigmoid)],
    ...[...wasm.float4(2), ...wasm.multiply4, ...wasm.float4(1), ...wasm.subtract4],
  ];
  const four = [
    ...[...open(gate(1)), ...wasm.get(CELL), ...wasm.load4(), ...wasm.multiply4],
    ...[...open(gate(0)), ...tanh(gate(2)), ...wasm.multiply4, ...wasm.add4, ...wasm.set(NEXT)],
    ...[...wasm.get(CELL), ...wasm.get(NEXT), ...wasm.store4()],
    ...[...wasm.get(HIDDEN), ...open(gate(3)), ...tanh(wasm.get(NEXT)), ...wasm.multiply4],
    ...wasm.store4(),
    ...[GATES, CELL, HIDDEN].flatMap((local) => wasm.addToLocal(local, 16)),
  ];
  return {
    name,
    parameters: new Array<number>(4).fill(wasm.I32),
    results: [],
    locals: [
      [1, wasm.I32],
      [1, wasm.V128],
    ],
    code: [
      // bytes of a gate: units << 2
      ...[...wasm.get(UNITS), ...wasm.constant(2), 0x74, ...wasm.set(WIDTH)],
      ...wasm.repeat(UNITS, 4, four),
    ],
  };
}
