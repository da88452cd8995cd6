import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  consecutiveWindows,
  drawnOrder,
  oneHotWindows,
  PAPER_WINDOWS,
  reach,
  readBatch,
  splitValidation,
  windowPlaces,
} from "@/lib/datasets/windows";
import { namedStream } from "@/lib/shared/rng";

const counting = (length: number) => Uint16Array.from({ length }, (_, i) => i);

describe("window places", () => {
  it("consecutive: every start from which 64 events and the next one exist", () => {
    const places = windowPlaces([counting(70)], consecutiveWindows());
    expect([...places.starts]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...places.texts]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("stride leaves out starts between", () => {
    expect([...windowPlaces([counting(90)], consecutiveWindows(9)).starts]).toEqual([0, 9, 18]);
  });

  it("never crosses from one text into another, and skips texts that are too short", () => {
    const texts = [counting(66), counting(64), counting(65)];
    const places = windowPlaces(texts, consecutiveWindows());
    expect([...places.texts]).toEqual([0, 0, 2]);
    expect([...places.starts]).toEqual([0, 1, 0]);
  });

  it("paper: every ninth event, the label 11 after the last, starts 9 apart", () => {
    expect(reach(PAPER_WINDOWS)).toBe(63 * 9 + 11 + 1);
    const text = counting(600);
    const places = windowPlaces([text], PAPER_WINDOWS);
    expect([...places.starts]).toEqual([0, 9, 18]);
    const batch = readBatch([text], places, [1], PAPER_WINDOWS);
    expect([...batch.windows]).toEqual(Array.from({ length: 64 }, (_, i) => 9 + 9 * i));
    expect([...batch.labels]).toEqual([9 + 63 * 9 + 11]);
  });

  it("says what it expected when no text holds a window", () => {
    expect(() => windowPlaces([counting(64), counting(3)], consecutiveWindows())).toThrow(
      /expected a text of at least 65 events, the longest has 64/,
    );
    expect(() => windowPlaces([], consecutiveWindows())).toThrow(/the longest has 0/);
  });

  it("counts length − 64 windows in any text that is long enough", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 65, max: 400 }),
        fc.integer({ min: 1, max: 20 }),
        (n, stride) => {
          const { count } = windowPlaces([counting(n)], consecutiveWindows(stride));
          expect(count).toBe(Math.ceil((n - 64) / stride));
        },
      ),
    );
  });
});

describe("batches", () => {
  it("hold the events of each window row by row and the next event as label", () => {
    const texts = [counting(70), counting(80).map((x) => x + 100)];
    const layout = consecutiveWindows();
    const places = windowPlaces(texts, layout);
    const batch = readBatch(texts, places, [5, 6], layout);
    expect(batch.size).toBe(2);
    expect([...batch.windows.subarray(0, 64)]).toEqual([...counting(70).subarray(5, 69)]);
    expect([...batch.windows.subarray(64)]).toEqual([...texts[1]!.subarray(0, 64)]);
    expect([...batch.labels]).toEqual([69, 164]);
  });

  it("become one-hot rows", () => {
    const batch = { size: 2, windows: Uint16Array.from([0, 2, 1, 1]), labels: new Uint16Array(2) };
    expect([...oneHotWindows(batch, 2, 3)]).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0]);
  });
});

describe("validation split", () => {
  it("takes the last 5 % as one block, and windows stay on their side of the cut", () => {
    const text = counting(4000);
    const [train, validation] = splitValidation(text);
    expect([train.length, validation.length]).toEqual([3800, 200]);
    expect([...train, ...validation]).toEqual([...text]);
    const layout = consecutiveWindows();
    const labels = (part: Uint16Array) => {
      const places = windowPlaces([part], layout);
      return readBatch([part], places, Int32Array.from(places.starts), layout).labels;
    };
    expect(Math.max(...labels(train))).toBe(3799);
    expect(Math.min(...labels(validation))).toBe(3864);
  });
});

describe("drawn order", () => {
  it("is a permutation that follows from the seed", () => {
    const order = drawnOrder(1000, namedStream(1, "order", 0));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(drawnOrder(1000, namedStream(1, "order", 0))).toEqual(order);
    expect(drawnOrder(1000, namedStream(1, "order", 1))).not.toEqual(order);
  });
});
