import { utf8ToBytes } from "@noble/hashes/utils.js";
import {
  type Instrument,
  type PlayedNote,
  SAMPLE_RATE,
  type StereoImage,
  type StereoPcm,
} from "@/lib/audio/types";
import { sha256Hex } from "@/lib/shared/canonical-json";

/** Partials of one pipe rank: multiple of the fundamental, amplitude. */
const PARTIALS = [
  [1, 1],
  [2, 0.5],
  [3, 0.28],
  [4, 0.18],
  [5, 0.06],
  [6, 0.08],
  [8, 0.05],
] as const;
/** Two ranks a few cents apart, one further to the left, one further to the right. */
const RANKS = [
  { cents: -2.5, left: 0.62, right: 0.38 },
  { cents: 2.5, left: 0.38, right: 0.62 },
] as const;
const ATTACK_SECONDS = 0.02;
const RELEASE_SECONDS = 0.09;
const LEVEL = 0.08;
/** Partials above this are left away, so that nothing folds back. */
const HIGHEST_HZ = 15_000;

/** Both ranks on both sides: one of them softer, so that their beating leaves no gaps. */
const CENTRED_RANKS = RANKS.map(({ cents, left }) => ({ cents, left, right: left }));

const ruleOf = (ranks: typeof RANKS | typeof CENTRED_RANKS) =>
  JSON.stringify([PARTIALS, ranks, ATTACK_SECONDS, RELEASE_SECONDS, LEVEL, HIGHEST_HZ]);

/** A small synthesised organ: sums of sines, steady while the key is down. Needs no files. */
export function organ(_: unknown, image: StereoImage = "centred"): Instrument {
  const ranks = image === "centred" ? CENTRED_RANKS : RANKS;
  return {
    id: "organ",
    version: image === "centred" ? "additive-organ@2" : "additive-organ@1",
    digest: sha256Hex(utf8ToBytes(ruleOf(ranks))),
    credit: null,
    programs: [16, 23],
    prepare: async () => {},
    addNote: (out, note) => addNote(out, note, ranks),
  };
}

function addNote(
  out: StereoPcm,
  note: PlayedNote,
  ranks: typeof RANKS | typeof CENTRED_RANKS,
): void {
  const fundamental = 440 * 2 ** ((note.pitch - 69) / 12);
  const envelope = envelopeOf(note, out.left.length - note.at);
  // Low notes are made a little stronger, as the ear hears them weaker.
  const level = LEVEL * (261.63 / fundamental) ** 0.3 * (note.strength ?? 1);
  for (const rank of ranks) {
    for (const [multiple, amplitude] of PARTIALS) {
      const hertz = fundamental * multiple * 2 ** (rank.cents / 1200);
      if (hertz > HIGHEST_HZ) continue;
      addPartial(out, note.at, envelope, { hertz, amplitude: amplitude * level, ...rank });
    }
  }
}

function envelopeOf(note: PlayedNote, room: number): Float64Array {
  const attack = Math.round(ATTACK_SECONDS * SAMPLE_RATE);
  const release = Math.round(RELEASE_SECONDS * SAMPLE_RATE);
  const ramp = (x: number) => 0.5 - 0.5 * Math.cos(Math.PI * Math.max(0, Math.min(1, x)));
  return Float64Array.from(
    { length: Math.max(0, Math.min(note.hold + release, room)) },
    (_, i) => ramp(i / attack) * ramp((note.hold + release - i) / release),
  );
}

function addPartial(
  out: StereoPcm,
  at: number,
  envelope: Float64Array,
  partial: { hertz: number; amplitude: number; left: number; right: number },
): void {
  // A rotating phasor gives the sine with two multiplications a sample.
  const angle = (2 * Math.PI * partial.hertz) / SAMPLE_RATE;
  const [turnCos, turnSin] = [Math.cos(angle), Math.sin(angle)];
  let [cos, sin] = [1, 0];
  for (let i = 0; i < envelope.length; i++) {
    const value = sin * envelope[i]! * partial.amplitude;
    out.left[at + i]! += value * partial.left;
    out.right[at + i]! += value * partial.right;
    [cos, sin] = [cos * turnCos - sin * turnSin, cos * turnSin + sin * turnCos];
  }
}
