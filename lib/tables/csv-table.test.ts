import { describe, expect, test } from "vitest";
import { parseCsv } from "./csv-table";

describe("reading CSV", () => {
  test("quotes, commas, line breaks, a byte order mark and semicolons", () => {
    const text = '\uFEFFa,b,c\r\n"x, ""y""",1,"two\nlines"\r\n\r\n=1+1,2,"é 🎵 & <"\r\n';
    expect(parseCsv(text)).toEqual({
      header: ["a", "b", "c"],
      records: [
        { a: 'x, "y"', b: "1", c: "two\nlines" },
        { a: "=1+1", b: "2", c: "é 🎵 & <" },
      ],
      lines: [2, 5],
    });
    expect(parseCsv("a;b\n1;2").records).toEqual([{ a: "1", b: "2" }]);
    expect(parseCsv("a,b\n1,").records).toEqual([{ a: "1", b: "" }]);
    expect(parseCsv("").header).toEqual([]);
  });
  test("open quotes and uneven lines are named by their line", () => {
    expect(() => parseCsv('a,b\n1,"2')).toThrow("line 2: a quote is not closed");
    expect(() => parseCsv('a,b\n"x\ny",2\n1,2,3')).toThrow("line 4: expected 2 cells, got 3");
    expect(() => parseCsv('a,b\n"x"y,2')).toThrow("line 2: text after a closed quote");
  });
});
