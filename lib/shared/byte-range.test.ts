import { expect, it } from "vitest";
import { byteRange } from "@/lib/shared/byte-range";

it.each([
  [undefined, null],
  ["bytes=0-9", { from: 0, to: 9 }],
  ["bytes=90-", { from: 90, to: 99 }],
  ["bytes=90-500", { from: 90, to: 99 }],
  ["bytes=-10", { from: 90, to: 99 }],
  ["bytes=-500", { from: 0, to: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=9-3", null],
  ["bytes=0-1,5-6", null],
  ["items=0-1", null],
])("range %s of 100 bytes", (header, expected) => {
  expect(byteRange(header, 100)).toEqual(expected);
});
