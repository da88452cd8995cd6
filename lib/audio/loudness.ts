import { type Loudness, SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { invariant } from "@/lib/shared/invariant";

/** A second-order filter, a0 = 1. */
interface Biquad {
  b: readonly [number, number, number];
  a: readonly [number, number];
}

/**
 * The two filters of K-weighting for any sample rate: the analogue prototypes behind the table of
 * ITU-R BS.1770-4 for 48 kHz, brought to the rate by the bilinear transform (the constants are those
 * that give back that table; De Man 2018, "Evaluation of implementations of the EBU R128 loudness
 * measurement").
 */
export function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  return [highShelf(sampleRate), highPass(sampleRate)];
}

function highShelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  const end = high + k * k;
  return {
    b: [(end + (band * k) / q) / a0, (2 * (k * k - high)) / a0, (end - (band * k) / q) / a0],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

function highPass(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}

/** Mean square of the K-weighted channel in each whole hop of `hop` samples. */
function weightedHops(channel: Float32Array, sampleRate: number, hop: number): Float64Array {
  const [shelf, pass] = kWeighting(sampleRate);
  const hops = new Float64Array(Math.floor(channel.length / hop));
  // Transposed direct form II of both filters in one pass.
  let [s1, s2, p1, p2] = [0, 0, 0, 0];
  for (let h = 0; h < hops.length; h++) {
    let sum = 0;
    for (let i = h * hop; i < (h + 1) * hop; i++) {
      const x = channel[i]!;
      const y = shelf.b[0] * x + s1;
      s1 = shelf.b[1] * x - shelf.a[0] * y + s2;
      s2 = shelf.b[2] * x - shelf.a[1] * y;
      const z = pass.b[0] * y + p1;
      p1 = pass.b[1] * y - pass.a[0] * z + p2;
      p2 = pass.b[2] * y - pass.a[1] * z;
      sum += z * z;
    }
    hops[h] = sum / hop;
  }
  return hops;
}

const toLufs = (power: number) => -0.691 + 10 * Math.log10(power);
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

/**
 * Integrated loudness of ITU-R BS.1770-4: 400 ms blocks overlapping by three quarters, an absolute
 * gate at −70 LUFS and a relative one 10 LU below.
 * @returns LUFS; −Infinity when no block passes the gate (silence, or under 400 ms)
 */
export function integratedLoudness(pcm: StereoPcm, sampleRate: number = SAMPLE_RATE): number {
  const [left, right] = hopsOf(pcm, sampleRate);
  return gatedLoudness(left, right);
}

const hopSamples = (sampleRate: number) => Math.round(sampleRate / 10);

function hopsOf({ left, right }: StereoPcm, sampleRate: number): [Float64Array, Float64Array] {
  invariant(left.length === right.length, "expected channels of equal length");
  const hop = hopSamples(sampleRate);
  return [weightedHops(left, sampleRate, hop), weightedHops(right, sampleRate, hop)];
}

/**
 * Loudness of a sound in stereo and as other listeners have it: from one speaker that plays the mean of
 * both channels (given to both ears), and with each channel alone on both ears.
 * @returns LUFS, −Infinity where `integratedLoudness` gives it
 */
export function loudnessByEar(
  pcm: StereoPcm,
  sampleRate: number = SAMPLE_RATE,
): Pick<Loudness, "lufs" | "byEar"> {
  const [left, right] = hopsOf(pcm, sampleRate);
  const middle = pcm.left.map((value, i) => (value + pcm.right[i]!) / 2);
  const mono = weightedHops(middle, sampleRate, hopSamples(sampleRate));
  return {
    lufs: gatedLoudness(left, right),
    byEar: {
      mono: gatedLoudness(mono, mono),
      left: gatedLoudness(left, left),
      right: gatedLoudness(right, right),
    },
  };
}

/** Gated loudness of two channels from the mean squares of their hops. */
function gatedLoudness(left: Float64Array, right: Float64Array): number {
  const blocks: number[] = [];
  for (let h = 0; h + 4 <= left.length; h++) {
    let power = 0;
    for (let i = h; i < h + 4; i++) power += (left[i]! + right[i]!) / 4;
    blocks.push(power);
  }
  const audible = blocks.filter((power) => toLufs(power) > -70);
  if (audible.length === 0) return Number.NEGATIVE_INFINITY;
  const gate = toLufs(mean(audible)) - 10;
  return toLufs(mean(audible.filter((power) => toLufs(power) > gate)));
}

const HALF_TAPS = 16;
const TAPS = 2 * HALF_TAPS;

/** Interpolators at a quarter, a half and three quarters of a sample: a sinc under a Kaiser window. */
const QUARTER_FILTERS = [0.25, 0.5, 0.75].map((fraction) => {
  const taps = Float64Array.from({ length: TAPS }, (_, k) => {
    const t = k - (HALF_TAPS - 1) - fraction;
    const x = Math.PI * t;
    return (Math.sin(x) / x) * kaiser(t / HALF_TAPS, 6);
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
});

/** No interpolated value exceeds the largest sample near it by more than this factor. */
const WORST_GAIN = Math.max(...QUARTER_FILTERS.map((taps) => absoluteSum(taps)));

/**
 * Nor does it exceed that sample by more than this times the largest difference of neighbours: the
 * filter less a straight line sums to zero, so it can be written on the differences alone.
 */
const WORST_STEP_GAIN = Math.max(
  ...QUARTER_FILTERS.map((taps, index) => {
    const fraction = (index + 1) / 4;
    let running = 0;
    return absoluteSum(
      taps.map((tap, k) => {
        if (k === HALF_TAPS - 1) running -= 1 - fraction;
        if (k === HALF_TAPS) running -= fraction;
        running += tap;
        return running;
      }),
    );
  }),
);

function absoluteSum(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** Kaiser window at x in −1..1. */
export function kaiser(x: number, beta: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel0(beta * Math.sqrt(1 - x * x)) / bessel0(beta);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * True peak of BS.1770-4 annex 2: the largest magnitude after oversampling four times.
 * @returns dBTP; −Infinity for silence
 */
export function truePeakDbtp(pcm: StereoPcm): number {
  const peak = Math.max(channelTruePeak(pcm.left), channelTruePeak(pcm.right));
  return 20 * Math.log10(peak);
}

/** Samples looked at together when places that can't hold a new peak are passed over. */
const BLOCK = 16;
/** Blocks that the filters of one block reach. */
const REACH = 4;

function channelTruePeak(channel: Float32Array): number {
  // Zeros on both sides let the filters run over the ends.
  const padded = new Float32Array(channel.length + TAPS + BLOCK);
  padded.set(channel, HALF_TAPS);
  const [peaks, jumps] = blockExtremes(padded);
  let peak = highestOf(peaks, 0, peaks.length);
  for (let block = 0; block * BLOCK < channel.length; block++) {
    const loudest = highestOf(peaks, block, block + REACH);
    const steepest = highestOf(jumps, block, block + REACH);
    if (Math.min(loudest * WORST_GAIN, loudest + steepest * WORST_STEP_GAIN) <= peak) continue;
    for (const taps of QUARTER_FILTERS) peak = interpolatedPeak(padded, block * BLOCK, taps, peak);
  }
  return peak;
}

/** Per block the largest magnitude and the largest difference to the sample before. */
function blockExtremes(padded: Float32Array): [Float32Array, Float32Array] {
  const peaks = new Float32Array(Math.ceil(padded.length / BLOCK));
  const jumps = new Float32Array(peaks.length);
  let last = 0;
  for (let i = 0; i < padded.length; i++) {
    const value = padded[i]!;
    const block = (i / BLOCK) | 0;
    const size = Math.abs(value);
    // A little more than the difference, against rounding to 32 bits.
    const jump = Math.abs(value - last) * 1.000001;
    if (size > peaks[block]!) peaks[block] = size;
    if (jump > jumps[block]!) jumps[block] = jump;
    last = value;
  }
  return [peaks, jumps];
}

function highestOf(values: Float32Array, from: number, to: number): number {
  let highest = 0;
  for (let i = from; i < to && i < values.length; i++) {
    if (values[i]! > highest) highest = values[i]!;
  }
  return highest;
}

/** The larger of `peak` and the magnitudes a fraction after each sample of a block. */
function interpolatedPeak(
  padded: Float32Array,
  from: number,
  taps: Float64Array,
  peak: number,
): number {
  let highest = peak;
  for (let i = from; i < from + BLOCK; i++) {
    let sum = 0;
    for (let k = 0; k < TAPS; k++) sum += taps[k]! * padded[i + k + 1]!;
    if (sum < 0) sum = -sum;
    if (sum > highest) highest = sum;
  }
  return highest;
}

/** Loudness and true peak of a sound. */
export function measure(pcm: StereoPcm, sampleRate: number = SAMPLE_RATE): Loudness {
  return { ...loudnessByEar(pcm, sampleRate), truePeakDbtp: truePeakDbtp(pcm) };
}
