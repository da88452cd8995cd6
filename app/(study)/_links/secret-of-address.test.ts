import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretOfAddress } from "./secret-of-address";

const GOOD = "0123456789abcdefghjkmnpqrstvwxyz01234567";

describe("secretOfAddress", () => {
  it.each([
    ["whole", `#${GOOD}`],
    ["with a full stop behind", `#${GOOD}.`],
    ["in angle brackets", `#<${GOOD}>`],
    ["with a stray percent sign", `#${GOOD}%`],
    ["with an escaped blank", `#${GOOD}%20`],
    ["with a query of a mail program", `#${GOOD}?utm_source=mail`],
    ["with a click id", `#${GOOD}&fbclid=abc`],
    ["with its # escaped", `#%23${GOOD}`],
    ["in capitals", `#${GOOD.toUpperCase()}`],
    ["broken in the middle", `#${GOOD.slice(0, 17)}\r\n ${GOOD.slice(17)}`],
    ["broken in the middle, escaped", `#${GOOD.slice(0, 17)}%0D%0A${GOOD.slice(17)}`],
  ])("reads a secret %s", (_, hash) => {
    expect(secretOfAddress(hash)).toBe(GOOD);
  });

  it.each(["", "#", "#ABC%", "#abc", "#%E0%A4%A", `#${GOOD.slice(1)}`])(
    "finds none in %j",
    (hash) => {
      expect(secretOfAddress(hash)).toBeNull();
    },
  );

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const secret = secretOfAddress(`#${text}`);
        expect(secret ?? "0".repeat(40)).toMatch(/^[0-9a-hjkmnp-tv-z]{40}$/);
      }),
    );
  });
});
