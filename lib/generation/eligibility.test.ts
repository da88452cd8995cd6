import { describe, expect, it } from "vitest";
import type { EncodingId } from "@/lib/encoding/encoding";
import { melody } from "@/lib/encoding/melody";
import { polyphony } from "@/lib/encoding/polyphony";
import { newNote, STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { brokenRule, REJECTION_RULES, rulesOf } from "@/lib/generation/eligibility";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";
import { SET_PRESETS } from "@/lib/stimuli/set-presets";

const note = (start: number, duration = 1, pitch = 60): Note => ({
  pitch,
  start,
  duration,
  voice: 0,
});

/** A clip with these notes and nothing repaired. */
function clip(notes: Note[], encoding: EncodingId = "melody", share = 0, stepsFound = CLIP_STEPS) {
  return { encoding, decoded: { notes, stepsFound, repairs: { counts: {}, share } } };
}

/** Notes from end to end, `length` steps each. */
const every = (length: number) =>
  Array.from({ length: CLIP_STEPS / length }, (_, i) => note(i * length, length));

const broken = (candidate: ReturnType<typeof clip>) => brokenRule(candidate, REJECTION_RULES);

describe("rules", () => {
  it("let a plain clip pass", () => {
    expect(broken(clip(every(4)))).toBeNull();
    expect(broken(clip(every(4), "polyphony"))).toBeNull();
  });

  it("find a clip without notes or without all its steps undecodable", () => {
    expect(broken(clip([]))).toBe("undecodable");
    expect(broken(clip(every(4), "polyphony", 0, CLIP_STEPS - 1))).toBe("undecodable");
  });

  it("find polyphony with over 5 % of its steps repaired undecodable, a melody never", () => {
    expect(broken(clip(every(4), "polyphony", 0.05))).toBeNull();
    expect(broken(clip(every(4), "polyphony", 0.0501))).toBe("undecodable");
    expect(broken(clip(every(4), "melody", 0.9))).toBeNull();
  });

  it("refuse pitches off the piano", () => {
    const withPitch = (pitch: number) => clip([note(0, 1, pitch), ...every(4)], "polyphony");
    expect([20, 21, 108, 109].map((p) => broken(withPitch(p)))).toEqual([
      "off the piano",
      null,
      null,
      "off the piano",
    ]);
  });

  it("ask for 8 onsets; a chord is one", () => {
    expect(broken(clip(every(16)))).toBeNull();
    expect(broken(clip(every(16).slice(1)))).toBe("fewer than 8 onsets");
    const chord = [0, 1, 2].map((voice) => ({ ...note(0, 128, 60 + voice), voice }));
    expect(broken(clip([...chord, ...chord, ...chord], "polyphony"))).toBe("fewer than 8 onsets");
  });

  it("allow 2 bars of silence and no more, at the start, inside and at the end", () => {
    const eight = (from: number) => Array.from({ length: 8 }, (_, i) => note(from + i));
    const late = (from: number) => clip([...eight(from), note(from + 8, CLIP_STEPS - from - 8)]);
    expect(broken(late(32))).toBeNull();
    expect(broken(late(33))).toBe("silence over 2 bars");
    const gap = (steps: number) => clip([...eight(0), note(8 + steps, CLIP_STEPS - 8 - steps)]);
    expect(broken(gap(32))).toBeNull();
    expect(broken(gap(33))).toBe("silence over 2 bars");
    const early = (silent: number) => clip([...eight(0), note(8, CLIP_STEPS - 8 - silent)]);
    expect(broken(early(32))).toBeNull();
    expect(broken(early(33))).toBe("silence over 2 bars");
  });

  it("are asked in their order: the first broken one is named", () => {
    expect(broken(clip([note(0, 1, 5)], "polyphony", 1))).toBe("undecodable");
    expect(broken(clip([note(0, 1, 5)]))).toBe("off the piano");
    expect(broken(clip([note(0)]))).toBe("fewer than 8 onsets");
  });
});

describe("presets", () => {
  it("paper lets silences stand, all others ask every rule", () => {
    expect(rulesOf("paper")).toEqual(["undecodable", "off the piano", "fewer than 8 onsets"]);
    for (const preset of Object.keys(SET_PRESETS).filter((name) => name !== "paper")) {
      expect(rulesOf(preset)).toEqual(REJECTION_RULES);
    }
    const early = clip(Array.from({ length: 8 }, (_, i) => note(i)));
    expect(brokenRule(early, rulesOf("paper"))).toBeNull();
    expect(brokenRule(early, rulesOf("anchored"))).toBe("silence over 2 bars");
  });
});

describe("decoded events", () => {
  it("count as they are heard", () => {
    const held = melody.decode([14, ...Array(127).fill(0)], CLIP_STEPS);
    expect(brokenRule({ decoded: held, encoding: "melody" }, REJECTION_RULES)).toBe(
      "fewer than 8 onsets",
    );
    const short = polyphony.decode([newNote(60), STEP_END, 1], CLIP_STEPS);
    expect(brokenRule({ decoded: short, encoding: "polyphony" }, rulesOf("paper"))).toBe(
      "undecodable",
    );
  });
});
