import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { buildSuffixIndex, longestMatch } from "@/lib/datasets/suffix-array";
import { indexCorpus, trainingTexts } from "@/lib/datasets/training-texts";
import { unseenPlaces } from "@/lib/datasets/unseen";
import { consecutiveWindows, windowPlaces } from "@/lib/datasets/windows";

const anyText = (max: number) =>
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: max }).map((a) => Uint16Array.from(a));

const asText = (events: ArrayLike<number>) => Array.from(events).join(",");

/** The longest match by trying every place. */
function slowMatch(text: Uint16Array, query: Uint16Array, from: number): number {
  let best = 0;
  for (let at = 0; at < text.length; at++) {
    let length = 0;
    while (
      at + length < text.length &&
      from + length < query.length &&
      text[at + length] === query[from + length]
    ) {
      length += 1;
    }
    best = Math.max(best, length);
  }
  return best;
}

describe("suffix index", () => {
  it("sorts all suffixes", () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        const { order } = buildSuffixIndex(text);
        const suffix = (at: number) =>
          Array.from(text.subarray(at), (e) => String.fromCharCode(97 + e)).join("");
        const sorted = Array.from(text, (_, at) => suffix(at)).sort();
        expect(Array.from(order, suffix)).toEqual(sorted);
      }),
      { numRuns: 500 },
    );
  });

  it("finds the longest run that stands in the text, and a place where it does", () => {
    fc.assert(
      fc.property(anyText(80), anyText(20), (text, query) => {
        const index = buildSuffixIndex(text);
        for (let from = 0; from < query.length; from++) {
          const { length, place } = longestMatch(index, query, from);
          expect(length).toBe(slowMatch(text, query, from));
          if (length > 0) {
            const run = query.subarray(from, from + length);
            expect(asText(text.subarray(place, place + length))).toBe(asText(run));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("finds no match across the join of two pieces", () => {
    const index = indexCorpus([Uint16Array.from([1, 2, 3]), Uint16Array.from([4, 5])]);
    expect(longestMatch(index, [2, 3, 4], 0).length).toBe(2);
    expect(longestMatch(index, [4, 5], 0).length).toBe(2);
  });
});

describe("training texts", () => {
  const part = (events: number[]) => [Uint16Array.from(events)];
  const corpus = { id: "x", classes: 38, digest: "", eval: part([9]) };

  it("are whole again for one melody text, separate for pieces", () => {
    const one = {
      ...corpus,
      encoding: "melody" as const,
      train: part([1, 2]),
      validation: part([3]),
    };
    expect(trainingTexts(one).map(asText)).toEqual(["1,2,3"]);
    const two = { ...one, train: [...part([1]), ...part([2])] };
    expect(trainingTexts(two).map(asText)).toEqual(["1", "2", "3"]);
    expect(trainingTexts({ ...one, encoding: "polyphony" }).map(asText)).toEqual(["1,2", "3"]);
  });
});

describe("unseen windows", () => {
  it("are exactly those whose window and label do not stand in the training text", () => {
    const layout = { ...consecutiveWindows(), size: 3 };
    fc.assert(
      fc.property(anyText(40), anyText(40), (train, held) => {
        fc.pre(held.length >= 4);
        const places = windowPlaces([held], layout);
        const unseen = unseenPlaces(indexCorpus([train]), [held], places, layout);
        const whole = `,${asText(train)},`;
        const expected = Array.from(places.starts).filter(
          (start) => !whole.includes(`,${asText(held.subarray(start, start + 4))},`),
        );
        expect([...unseen]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it.skipIf(!corpusPresent("bach"))("are all but 1.9 % of Bach's", () => {
    const bach = loadCorpus("bach");
    const layout = consecutiveWindows();
    const places = windowPlaces(bach.eval, layout);
    const unseen = unseenPlaces(indexCorpus(trainingTexts(bach)), bach.eval, places, layout);
    expect(places.count).toBe(22_196 - 64);
    expect(1 - unseen.length / places.count).toBeCloseTo(0.019, 3);
  });
});
