import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { eventsFromText, melody, textFromEvents } from "@/lib/encoding/melody";
import { derivePrimers } from "@/lib/generation/derive-primers";
import { trainingTexts } from "@/lib/generation/originality";
import { loadPrimers, PRIMERS_FILE, primerListDigest } from "@/lib/generation/primer-files";
import {
  mayStartAt,
  melodyPrimers,
  PRIMER_COUNT,
  PRIMER_EVENTS,
  parsePrimerList,
  primerRuleWords,
  primerStarts,
} from "@/lib/generation/primers";
import { SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import { CLIP_STEPS } from "@/lib/music/notes";

const SPAN = PRIMER_EVENTS + CLIP_STEPS;
const shipped = () =>
  JSON.parse(fs.readFileSync(path.join(SHIPPED_CHECKPOINTS, "bach", PRIMERS_FILE), "utf8"));

/** Sixteen notes of a scale up and down, one every `distance` steps, from the first step on. */
function scale(length: number, distance = 4): Uint8Array {
  const events = new Uint8Array(length);
  for (let i = 0; i < length; i += distance) events[i] = 14 + Math.abs(((i / distance) % 14) - 7);
  return events;
}

describe("the rule of starts", () => {
  it("lets an excerpt start at an onset, and nowhere else", () => {
    const text = scale(400);
    expect([0, 1, 2, 3, 4].map((start) => mayStartAt(text, start))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
    const off = text.slice();
    off[0] = 1;
    expect(mayStartAt(off, 0)).toBe(false);
  });

  it("needs primer and continuation inside the text", () => {
    const text = scale(SPAN + 4);
    expect(mayStartAt(text, 4)).toBe(true);
    expect(mayStartAt(text, 8)).toBe(false);
    expect(mayStartAt(text, -4)).toBe(false);
  });

  it("refuses 24 steps without an onset anywhere inside", () => {
    const gap = (at: number, steps: number) => scale(SPAN).fill(0, at + 1, at + steps + 1);
    for (const at of [0, 60, 100, SPAN - 28]) {
      expect(mayStartAt(gap(at, 23), 0)).toBe(true);
      expect(mayStartAt(gap(at, 24), 0)).toBe(false);
    }
  });

  it("refuses a leap of over an octave anywhere inside", () => {
    for (const at of [4, 64, SPAN - 4]) {
      const leap = (semitones: number) => {
        const text = scale(SPAN).map((event) => (event === 0 ? 0 : 14));
        text[at] = 14 + semitones;
        return text;
      };
      expect(mayStartAt(leap(12), 0)).toBe(true);
      expect(mayStartAt(leap(-12), 0)).toBe(true);
      expect(mayStartAt(leap(13), 0)).toBe(false);
    }
  });

  it("asks for 8 onsets in the continuation", () => {
    const sparse = (distance: number) => {
      const text = scale(SPAN);
      return text.map((event, i) => (i < 64 || i % distance === 0 ? event : 0));
    };
    // 23 steps at most between onsets leave no fewer than 6: with 20 there are 7, with 16 there are 8.
    expect(mayStartAt(sparse(16), 0)).toBe(true);
    expect(mayStartAt(sparse(20), 0)).toBe(false);
  });

  it("takes starts from the front, a whole excerpt apart, without primers that were trained on", () => {
    const text = Uint8Array.from([...scale(SPAN), ...scale(SPAN).map((e) => e && e + 1)]);
    expect(primerStarts(text, [])).toEqual([0, SPAN]);
    const [first] = primerStarts(text, text.slice(0, 100));
    expect(first).toBeGreaterThan(36);
    expect(() => melodyPrimers("x", "0".repeat(64), text, [])).toThrow(
      "primers: expected 40 starts in x, got 2",
    );
  });
});

describe("the shipped Bach primers", () => {
  const list = loadPrimers("bach");

  it("are forty, each of 64 events with 128 that follow, no two of them overlapping", () => {
    expect(list.primers).toHaveLength(PRIMER_COUNT);
    expect(list.rule).toBe("melody-excerpts");
    const starts = list.primers.map((primer) => primer.start);
    starts.slice(1).forEach((start, i) => {
      expect(start - starts[i]!).toBeGreaterThanOrEqual(SPAN);
    });
    for (const { id, start } of list.primers) {
      expect(id).toBe(`bach-${String(start).padStart(5, "0")}`);
    }
  });

  it("all obey the rule, and their continuations are music without silence over 2 bars", () => {
    for (const { events, continuation } of list.primers) {
      expect(mayStartAt([...events, ...continuation], 0)).toBe(true);
      const { notes } = melody.decode(continuation, CLIP_STEPS);
      expect(notes.length).toBeGreaterThanOrEqual(8);
    }
  });

  it("are refused with an excerpt that the rule does not allow, of whatever kind", () => {
    const refused = (change: (list: ReturnType<typeof shipped>) => void, message: RegExp) => {
      const changed = shipped();
      change(changed);
      expect(() => parsePrimerList(changed, "list")).toThrow(message);
    };
    expect(parsePrimerList(shipped(), "list")).toEqual(list);
    refused((l) => (l.primers[3].events[0] = 0), /list: bach-\d+: the rule refuses this start/);
    refused((l) => l.primers[3].continuation.fill(0), /the rule refuses this start/);
    refused((l) => l.primers[3].events.pop(), /expected 64 events and 128 after them, got 63/);
    refused((l) => (l.rule = "as we like it"), /rule: expected one that this program knows/);
    refused((l) => (l.primers = []), /list: primers/);
  });

  it("keep the digest that sets record, also in a file that holds the rule's sentence", () => {
    const older = { ...shipped(), rule: primerRuleWords("melody-excerpts") };
    const read = parsePrimerList(older, "older");
    expect(read).toEqual(list);
    for (const one of [read, list]) {
      expect(primerListDigest(one)).toBe(
        "1a2792091fb28bf92d0af1a414b5ffac274efa8dd3145d7325d9c488ce098c47",
      );
    }
  });

  it.skipIf(!corpusPresent("bach"))("are what the rule makes of the evaluation text", () => {
    expect(derivePrimers("bach")).toEqual(list);
  });

  it.skipIf(!corpusPresent("bach"))("hold every start that the rule takes, and no other", () => {
    const bach = loadCorpus("bach");
    const [text, training] = [bach.eval[0]!, trainingTexts(bach)[0]!];
    const taken = primerStarts(text, training);
    const known = textFromEvents(training);
    for (const { start, events, continuation } of list.primers) {
      expect(taken).toContain(start);
      expect([...text.subarray(start, start + SPAN)]).toEqual([...events, ...continuation]);
      expect(known.includes(textFromEvents(events))).toBe(false);
    }
    // Greedy from the front: between two taken starts there is no free one left out.
    let free = 0;
    for (const start of taken) {
      for (let other = free; other < start; other++) {
        const primer = textFromEvents(text.subarray(other, other + PRIMER_EVENTS));
        expect(mayStartAt(text, other) && !known.includes(primer)).toBe(false);
      }
      free = start + SPAN;
    }
  });
});

it("a corpus that may not be passed on gives no primers", () => {
  expect(() => derivePrimers("wikifonia")).toThrow(/may not be passed on/);
});

it("text and classes agree", () => {
  expect(textFromEvents(eventsFromText("0_c.z"))).toBe("0_c.z");
});
