import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import type { Rng } from "@/lib/shared/rng";

/** A band of frequencies in Hz. */
export interface Band {
  from: number;
  to: number;
}

/** Length of the inverse Fourier transform: the noise repeats after 1.37 s. */
const SIZE = 65_536;

/**
 * Noise with a flat spectrum inside `band`, the same in both ears; where `shifted` is given, the phase
 * of the right ear turns once around across that narrow band (Cramer & Huggins 1958), which two ears
 * hear as a faint pitch and one ear alone as plain noise.
 * @param samples at most 65,536
 * @returns sound with a root mean square of 1 a channel
 */
export function twoEaredNoise(rng: Rng, samples: number, band: Band, shifted?: Band): StereoPcm {
  const left = { re: new Float64Array(SIZE), im: new Float64Array(SIZE) };
  const right = { re: new Float64Array(SIZE), im: new Float64Array(SIZE) };
  const bin = (hertz: number) => Math.round((hertz * SIZE) / SAMPLE_RATE);
  for (let k = bin(band.from); k <= bin(band.to); k++) {
    const size = Math.sqrt(-2 * Math.log(1 - rng.float()));
    const phase = 2 * Math.PI * rng.float();
    const turn = shifted ? turnAt((k * SAMPLE_RATE) / SIZE, shifted) : 0;
    left.re[k] = size * Math.cos(phase);
    left.im[k] = size * Math.sin(phase);
    right.re[k] = size * Math.cos(phase + turn);
    right.im[k] = size * Math.sin(phase + turn);
  }
  return { left: toSound(left, samples), right: toSound(right, samples) };
}

function turnAt(hertz: number, band: Band): number {
  const position = (hertz - band.from) / (band.to - band.from);
  return 2 * Math.PI * Math.min(1, Math.max(0, position));
}

function toSound(spectrum: { re: Float64Array; im: Float64Array }, samples: number): Float32Array {
  transform(spectrum.re, spectrum.im);
  const sound = Float32Array.from(spectrum.re.subarray(0, samples));
  const power = sound.reduce((sum, value) => sum + value * value, 0) / samples;
  return sound.map((value) => value / Math.sqrt(power));
}

/** Inverse Fourier transform in place, without scaling; radix 2 (Cooley & Tukey 1965). */
function transform(re: Float64Array, im: Float64Array): void {
  reverseBits(re, im);
  for (let span = 2; span <= re.length; span *= 2) {
    const half = span / 2;
    for (let k = 0; k < half; k++) {
      const cos = Math.cos((2 * Math.PI * k) / span);
      const sin = Math.sin((2 * Math.PI * k) / span);
      for (let i = k; i < re.length; i += span) {
        const j = i + half;
        const x = re[j]! * cos - im[j]! * sin;
        const y = re[j]! * sin + im[j]! * cos;
        re[j] = re[i]! - x;
        im[j] = im[i]! - y;
        re[i]! += x;
        im[i]! += y;
      }
    }
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  for (let i = 1, j = 0; i < re.length; i++) {
    let bit = re.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j]!, re[i]!];
    [im[i], im[j]] = [im[j]!, im[i]!];
  }
}
