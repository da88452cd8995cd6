/**
 * Seconds that a clip of a model takes where no set was made yet: one of preset "paper" (30 clips to
 * rate, with scores) took 39 to 40 s on the two cores of docs/benchmarks.md.
 */
const STATED_SECONDS = 1.3;

/**
 * How long a set takes, in words.
 * @param clips clips that models write: items × models
 * @param measured median seconds a clip in the last sets made here; null before the first
 */
export function makingTime(clips: number, measured: number | null): string {
  const time = duration(clips * (measured ?? STATED_SECONDS));
  return measured === null
    ? `very roughly ${time}: this is the first set made here, and other machines took ${STATED_SECONDS} s a clip`
    : time;
}

function duration(seconds: number): string {
  return seconds < 90
    ? `${Math.max(1, Math.round(seconds))} s`
    : `${Math.round(seconds / 60)} minutes`;
}
