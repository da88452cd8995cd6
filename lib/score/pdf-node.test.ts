import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { musicXml } from "@/lib/score/musicxml";
import { scoresPdf } from "@/lib/score/pdf-node";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

const scores = Object.entries(SCORE_TUNES).map(([title, notes]) => ({
  xml: musicXml(notes),
  title,
}));

describe("the printed scores", () => {
  it("stand on as many pages as they need, with their titles and no time of making", async () => {
    const pdf = Buffer.from(await scoresPdf(scores));
    const text = pdf.toString("latin1");
    expect(text.startsWith("%PDF-")).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(2);
    // Kerning splits words: <74> 10 <6965>.
    const drawn = streams(pdf)
      .join("\n")
      .replace(/> -?[\d.]+ </g, "");
    for (const { title } of scores) {
      expect(drawn.includes(Buffer.from(title).toString("hex"))).toBe(true);
    }
    expect(drawn.match(/ l\n/g)!.length).toBeGreaterThan(100);
    expect(text).toContain("19700101");
    expect(Buffer.from(await scoresPdf(scores)).equals(pdf)).toBe(true);
  });
});

/** Page contents, inflated. */
function streams(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at !== -1; at = pdf.indexOf("stream\n", at + 7)) {
    if (pdf.subarray(at - 3, at).toString() === "end") continue;
    const end = pdf.indexOf("\nendstream", at);
    try {
      found.push(inflateSync(pdf.subarray(at + 7, end)).toString("latin1"));
    } catch {
      // Fonts and the like are not deflated.
    }
  }
  return found;
}
