import { kaiser } from "@/lib/audio/loudness";

/** Zero crossings of the filter on either side; more make the edge at half the rate steeper. */
const CROSSINGS = 32;
const POSITIONS = 512;

/**
 * Changes the sample rate of a channel with a sinc filter under a Kaiser window; when the rate falls,
 * what the lower rate can't hold is filtered out.
 * @param channel samples at `from` Hz
 * @returns round(length × to / from) samples at `to` Hz; the channel itself when the rates are equal
 */
export function resample(channel: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return channel;
  const step = from / to;
  const cutoff = Math.min(1, to / from) * 0.97;
  const half = CROSSINGS / cutoff;
  const filter = filterTable(cutoff, half);
  const out = new Float32Array(Math.round(channel.length / step));
  for (let i = 0; i < out.length; i++) {
    const centre = i * step;
    const first = Math.max(0, Math.ceil(centre - half));
    const last = Math.min(channel.length - 1, Math.floor(centre + half));
    let sum = 0;
    for (let k = first; k <= last; k++) {
      const position = Math.abs(k - centre) * POSITIONS;
      const at = Math.floor(position);
      const low = filter[at]!;
      sum += channel[k]! * (low + (position - at) * (filter[at + 1]! - low));
    }
    out[i] = sum;
  }
  return out;
}

/** The filter from its middle outwards, `POSITIONS` values a sample. */
function filterTable(cutoff: number, half: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(half * POSITIONS) + 2 }, (_, i) => {
    const t = i / POSITIONS;
    const x = Math.PI * t * cutoff;
    return cutoff * (i === 0 ? 1 : Math.sin(x) / x) * kaiser(t / half, 9);
  });
}
