import { describe, expect, it } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { chainedRows, williamsRows } from "@/lib/study/design/williams";
import reference from "@/tests/golden/design.json";

describe("williamsRows", () => {
  it("gives the published squares", () => {
    expect(williamsRows(4)).toEqual(reference.williams_4);
    expect(williamsRows(3)).toEqual(reference.williams_3_needs_6_rows);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])(
    "n = %i: every number at every place and after every other equally often",
    (n) => {
      const rows = williamsRows(n);
      const each = rows.length / n;
      const pairs = new Map<string, number>();
      for (let place = 0; place < n; place++) {
        for (let value = 0; value < n; value++) {
          expect(rows.filter((row) => row[place] === value)).toHaveLength(each);
        }
      }
      for (const row of rows) {
        for (let i = 1; i < n; i++) {
          const pair = `${row[i - 1]} ${row[i]}`;
          pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        }
      }
      expect(pairs.size).toBe(n * (n - 1));
      expect(new Set(pairs.values())).toEqual(new Set([each]));
    },
  );
});

describe("chainedRows", () => {
  it.each([3, 4, 5, 6, 7, 8, 12])("n = %i: a circle of all rows without equal neighbours", (n) => {
    for (let seed = 0; seed < 20; seed++) {
      const rows = chainedRows(n, namedStream(seed));
      expect(new Set(rows.map(String))).toEqual(new Set(williamsRows(n).map(String)));
      for (const [i, row] of rows.entries()) {
        expect(row[0]).not.toBe(rows.at(i - 1)!.at(-1));
      }
    }
  });
});
