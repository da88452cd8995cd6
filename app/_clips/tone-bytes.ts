import { instrumentFrom } from "@/lib/audio/instruments";
import { calibrationSound, headphoneScreen } from "@/lib/audio/screening";
import type { ToneSpec } from "@/lib/study/screening";

/** Sounds kept in memory: a headphone screen is fetched trial by trial. */
const KEPT_SOUNDS = 40;
const kept = new Map<string, Promise<Uint8Array[]>>();

/** WAV bytes of a sound of the listener's checks, computed from its seed. */
export async function toneBytes(tone: ToneSpec): Promise<Uint8Array> {
  const key = `${tone.kind} ${tone.seed}`;
  const known = kept.get(key) ?? compute(tone);
  kept.delete(key);
  kept.set(key, known);
  if (kept.size > KEPT_SOUNDS) kept.delete(kept.keys().next().value!);
  const sounds = await known;
  return sounds[tone.kind === "notes" ? 0 : tone.trial]!;
}

async function compute(tone: ToneSpec): Promise<Uint8Array[]> {
  if (tone.kind === "notes") return [(await calibrationSound(organ(), tone.seed)).wav];
  return headphoneScreen(tone.kind, tone.seed).map((sound) => sound.wav);
}

/** The synthesised instrument: it needs no samples. */
function organ() {
  return instrumentFrom("organ", (file) => Promise.reject(new Error(`the organ has no ${file}`)));
}
