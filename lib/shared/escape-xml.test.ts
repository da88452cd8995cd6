import { expect, test } from "vitest";
import { escapeXml } from "@/lib/shared/escape-xml";

test("reserved characters become entities, and nothing that XML forbids is left", () => {
  expect(escapeXml(`<a b="c'd">&`)).toBe("&lt;a b=&quot;c&#39;d&quot;&gt;&amp;");
  expect(escapeXml("tab\tline\nreturn\r")).toBe("tab\tline\nreturn\r");
  expect(escapeXml("\u0000\u0007\ud800\uffff")).toBe("\ufffd".repeat(4));
  expect(escapeXml("𝄞")).toBe("𝄞");
});
