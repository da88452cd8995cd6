import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A seeded random source. Every draw of the system comes from one of these. */
export interface Rng {
  /** A number in [0, 1). */
  float(): number;
  /** A whole number in [low, high], both ends included. */
  int(low: number, high: number): number;
  /** A new array with the same elements in a drawn order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** The inner state, to store and resume from (`rngFromState`). */
  state(): number[];
}

/**
 * A named stream of random numbers: a hash of the seed and the names starts the generator, so
 * adding one more named draw to a program never shifts another.
 * @param seed the stored seed of the study, the set or the training run
 * @param names what the draws are for, for example ("slot", 17, "order")
 */
export function namedStream(seed: number | string, ...names: (string | number)[]): Rng {
  const digest = sha256(utf8ToBytes(JSON.stringify([seed, ...names])));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return rngFromState([0, 4, 8, 12].map((offset) => view.getInt32(offset)));
}

/** Resumes a stream from a stored `state()`. */
export function rngFromState(state: readonly number[]): Rng {
  const generator = xoroshiro128plusFromState(state);
  const float = () => uniformFloat64(generator);
  const int = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    float,
    int,
    shuffle: (items) => {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i--) {
        const j = int(0, i);
        [result[i], result[j]] = [result[j]!, result[i]!];
      }
      return result;
    },
    pick: (items) => {
      if (items.length === 0) throw new Error("pick: expected at least one item, got none");
      return items[int(0, items.length - 1)]!;
    },
    state: () => [...generator.getState()],
  };
}
