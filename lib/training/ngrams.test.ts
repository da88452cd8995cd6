import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { indexCorpus, trainingTexts } from "@/lib/datasets/training-texts";
import { unseenPlaces } from "@/lib/datasets/unseen";
import { consecutiveWindows, windowPlaces } from "@/lib/datasets/windows";
import { evaluateNgrams, Ngrams } from "@/lib/training/ngrams";

const anyText = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 })
  .map((a) => Uint16Array.from(a));

/** Witten–Bell by counting substrings anew for every question. */
function slowProbability(texts: Uint16Array[], context: number[], event: number): number {
  const followers = (c: number[]) =>
    texts.flatMap((text) => {
      const found: number[] = [];
      for (let i = c.length; i < text.length; i++) {
        if (c.every((e, k) => text[i - c.length + k] === e)) found.push(text[i]!);
      }
      return found;
    });
  const shorter = context.length > 0 ? slowProbability(texts, context.slice(1), event) : 1 / 4;
  const found = followers(context);
  if (found.length === 0) return shorter;
  const kinds = new Set(found).size;
  const count = found.filter((e) => e === event).length;
  return (count + kinds * shorter) / (found.length + kinds);
}

describe("n-grams", () => {
  it("give the probabilities of plain counting, for every order", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (a, b, query) => {
        const model = new Ngrams([a, b], 4, 4);
        let contexts = model.start();
        query.forEach((event, i) => {
          const p = model.probabilities(contexts, event);
          for (let order = 1; order <= Math.min(4, i + 1); order++) {
            const context = [...query.subarray(i - order + 1, i)];
            expect(p[order - 1]).toBeCloseTo(slowProbability([a, b], context, event), 10);
          }
          contexts = model.next(contexts, event);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("sum to one over all classes", () => {
    const model = new Ngrams([Uint16Array.from([0, 1, 0, 2, 0, 1, 1])], 5, 3);
    let contexts = model.start();
    for (const event of [0, 1, 4, 0]) {
      for (const order of [0, 1, 2]) {
        const all = [0, 1, 2, 3, 4].map((e) => model.probabilities(contexts, e)[order]!);
        expect(all.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
      }
      contexts = model.next(contexts, event);
    }
  });

  it("refuse windows that are not consecutive", () => {
    const text = Uint16Array.from({ length: 30 }, (_, i) => i % 3);
    const layout = { size: 8, spacing: 2, ahead: 1, stride: 1 };
    const places = windowPlaces([text], layout);
    expect(() => evaluateNgrams(new Ngrams([text], 3, 4), [text], places, layout)).toThrow(
      /expected consecutive windows/,
    );
  });

  it.skipIf(!corpusPresent("bach"))(
    "reproduce the published baselines on Bach's held-out windows",
    () => {
      const bach = loadCorpus("bach");
      const layout = consecutiveWindows();
      const places = windowPlaces(bach.eval, layout);
      const texts = trainingTexts(bach);
      const unseen = unseenPlaces(indexCorpus(texts), bach.eval, places, layout);
      const model = new Ngrams(texts, 38, 5);
      const all = evaluateNgrams(model, bach.eval, places, layout);
      expect(all[0]!.loss).toBeCloseTo(1.834, 3);
      expect(all[1]!.loss).toBeCloseTo(1.719, 3);
      expect(all[4]!.loss).toBeCloseTo(1.298, 3);
      expect(all[0]!.accuracy).toBeCloseTo(0.613, 3);
      const fresh = evaluateNgrams(model, bach.eval, places, layout, unseen);
      expect(fresh[4]!.loss).toBeCloseTo(1.299, 2);
    },
  );
});
