import { describe, expect, it } from "vitest";
import { melody } from "@/lib/encoding/melody";
import { polyphony } from "@/lib/encoding/polyphony";
import { continuedNote, END, newNote, STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { generateCandidates } from "@/lib/generation/candidates";
import { brokenRule, REJECTION_RULES } from "@/lib/generation/eligibility";
import type { Primer } from "@/lib/generation/primers";
import type { Predictor } from "@/lib/generation/sample";
import { CLIP_STEPS } from "@/lib/music/notes";

const primer = (id: string): Primer => ({
  id,
  start: 0,
  events: Array(64).fill(2),
  continuation: Array(CLIP_STEPS).fill(14),
});

/** Always writes the next class of a round, by what it wrote last. */
function round(classes: number, next: (last: number) => number): Predictor {
  return {
    window: 64,
    classes,
    logits: async (windows, batch) => {
      const out = new Float32Array(batch * classes).fill(-50);
      for (let row = 0; row < batch; row++) {
        out[row * classes + next(windows[row * 64 + 63]!)] = 0;
      }
      return out;
    },
  };
}

const polyphonic = { encoding: polyphony, temperature: 1, seed: 1 };
const chord = [72, 67, 64, 60].map(newNote);

describe("candidates", () => {
  it("in melody are exactly 128 events, the primer left out", async () => {
    const made = await generateCandidates(
      "m",
      round(38, (last) => (last === 14 ? 16 : 14)),
      [primer("a"), primer("b")],
      { encoding: melody, temperature: 1, seed: 1 },
    );
    expect(made.map(({ model, item, events }) => [model, item, events.length])).toEqual([
      ["m", "a", 128],
      ["m", "b", 128],
    ]);
    expect(made[0]!.decoded.notes).toHaveLength(128);
  });

  it("in polyphony end after 128 complete steps, counted in steps and not in events", async () => {
    const next = (last: number) =>
      last === STEP_END ? chord[0]! : (chord[chord.indexOf(last) + 1] ?? STEP_END);
    const [clip] = await generateCandidates("m", round(259, next), [primer("a")], polyphonic);
    expect(clip!.events).toHaveLength(128 * 5);
    expect(clip!.events.filter((event) => event === STEP_END)).toHaveLength(CLIP_STEPS);
    expect(clip!.decoded.stepsFound).toBe(CLIP_STEPS);
  });

  it("in polyphony do not end before the clip does", async () => {
    const [clip] = await generateCandidates(
      "m",
      round(259, () => END),
      [primer("a")],
      polyphonic,
    );
    expect(clip!.events).not.toContain(END);
    expect(clip!.decoded.stepsFound).toBe(CLIP_STEPS);
    expect(clip!.withheld).toBeGreaterThan(0.99);
  });

  it("in polyphony end after 2,000 events, and are then undecodable", async () => {
    const rules = REJECTION_RULES;
    // Every pitch in every step: 129 events a step.
    const endless = round(259, (last) => (last === STEP_END ? newNote(127) : last - 1));
    const [capped] = await generateCandidates("m", endless, [primer("a")], polyphonic);
    expect(capped!.events).toHaveLength(2000);
    expect(brokenRule({ decoded: capped!.decoded, encoding: "polyphony" }, rules)).toBe(
      "undecodable",
    );
  });

  it("in polyphony hold nothing that cannot stand, and tell how much was held back", async () => {
    // Gives half of its probability to a lower pitch that goes on, and half to a higher one.
    const torn: Predictor = {
      window: 64,
      classes: 259,
      logits: async (_, batch) => {
        const out = new Float32Array(batch * 259).fill(-50);
        for (let row = 0; row < batch; row++) {
          for (const event of [continuedNote(40), newNote(90)]) out[row * 259 + event] = 0;
          out[row * 259 + STEP_END] = -5;
        }
        return out;
      },
    };
    const [clip] = await generateCandidates("m", torn, [primer("a")], polyphonic);
    expect(clip!.decoded.repairs.counts).toEqual({});
    expect(clip!.decoded.stepsFound).toBe(CLIP_STEPS);
    expect(clip!.withheld).toBeGreaterThan(0.4);
    expect(clip!.withheld).toBeLessThan(1);
  });

  it("draw from a stream of model, item and seed alone", async () => {
    const flat: Predictor = {
      window: 64,
      classes: 38,
      logits: async (_, batch) => new Float32Array(batch * 38),
    };
    const of = async (model: string, ids: string[], seed: number) =>
      new Map(
        (
          await generateCandidates(model, flat, ids.map(primer), {
            encoding: melody,
            temperature: 1,
            seed,
          })
        ).map((clip) => [clip.item, clip.events.join()]),
      );
    const base = await of("m", ["a", "b", "c"], 1);
    const other = await of("m", ["c", "a"], 1);
    expect(other.get("a")).toBe(base.get("a"));
    expect(other.get("c")).toBe(base.get("c"));
    expect((await of("n", ["a"], 1)).get("a")).not.toBe(base.get("a"));
    expect((await of("m", ["a"], 2)).get("a")).not.toBe(base.get("a"));
    expect(base.get("a")).not.toBe(base.get("b"));
  });
});
