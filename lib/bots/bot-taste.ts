import { sha256Hex } from "@/lib/shared/canonical-json";
import { namedStream, type Rng } from "@/lib/shared/rng";
import type { DimensionView } from "@/lib/study/participant-view";

/**
 * How good a clip is for a dimension, 0 (worst) to 1 (best). A bot knows a clip by its sound only:
 * the SHA-256 of its bytes.
 */
export type Taste = (clipSha256: string, dimension: string) => number;

/**
 * Rates a clip under a known truth: the value, or null where the truth says nothing of this clip.
 * @param presentation the trial's id: repeats of a clip are rated anew
 */
export type Judge = (
  clipSha256: string,
  dimension: DimensionView,
  participant: number,
  presentation: string,
) => number | null;

/** A taste that follows from the sound alone: about normal around the middle. */
export function tasteOfSound(seed: string | number): Taste {
  return (clip, dimension) => 0.5 + 0.12 * normal(namedStream(seed, "sound", clip, dimension));
}

/** A taste by condition, with some of the sound's own: what `known` does not name is middling. */
export function tasteByCondition(
  seed: string | number,
  conditionOf: ReadonlyMap<string, string>,
  quality: Readonly<Record<string, number>>,
): Taste {
  const sound = tasteOfSound(seed);
  return (clip, dimension) => {
    const condition = conditionOf.get(clip);
    const base = condition === undefined ? 0.5 : (quality[condition] ?? 0.5);
    return base + (sound(clip, dimension) - 0.5);
  };
}

/** One bot's ratings of a clip: the clip's quality, the bot's own leaning, and noise. */
export function truthfulRatings(
  dimensions: readonly DimensionView[],
  clip: Uint8Array,
  taste: Taste,
  rng: Rng,
  leaning: number,
): Record<string, number> {
  const digest = sha256Hex(clip);
  return Object.fromEntries(
    dimensions.map((dimension) => {
      const quality = taste(digest, dimension.id) + leaning + 0.15 * normal(rng);
      return [dimension.id, pointAt(dimension, quality)];
    }),
  );
}

/** The point of a scale at a share (0..1) of its range; what lies outside becomes the end. */
export function pointAt(dimension: DimensionView, share: number): number {
  const last = dimension.points.length - 1;
  const index = Math.min(last, Math.max(0, Math.round(share * last)));
  return dimension.points[index]!.value;
}

/** A standard normal number (Box–Muller). */
export function normal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.float()));
  return radius * Math.cos(2 * Math.PI * rng.float());
}
