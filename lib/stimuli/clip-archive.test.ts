import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { previewUpload, readClipArchive } from "@/lib/stimuli/clip-archive";
import { parseClipTable } from "@/lib/stimuli/clip-table";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("an archive of clips", () => {
  it("is read without the folder around it and without hidden files", () => {
    const zip = zipSync({
      "clips/one.wav": bytes(1),
      "clips/deep/two.mid": bytes(2, 2),
      "clips/.hidden": bytes(3),
      "__MACOSX/clips/one.wav": bytes(4),
    });
    const files = readClipArchive(zip);
    expect([...files.keys()].sort()).toEqual(["deep/two.mid", "one.wav"]);
    expect(files.get("deep/two.mid")).toEqual(bytes(2, 2));
  });

  it("keeps folders that do not hold everything", () => {
    const zip = zipSync({ "a/one.wav": bytes(1), "b/two.wav": bytes(2) });
    expect([...readClipArchive(zip).keys()].sort()).toEqual(["a/one.wav", "b/two.wav"]);
  });

  it("is refused with words where it is no zip, or empty", () => {
    expect(() => readClipArchive(bytes(1, 2, 3))).toThrow(/^archive: expected a zip file/);
    expect(() => readClipArchive(zipSync({}))).toThrow(/expected files in the zip, found none/);
  });
});

describe("the preview of an upload", () => {
  const table = parseClipTable(
    "file;condition;item\none.wav;A;1\nlost.wav;B;1\nnotes.txt;A;2\none.wav;;3\n",
  );
  const files = new Map([
    ["one.wav", bytes(1)],
    ["notes.txt", bytes(0)],
    ["more.wav", bytes(1)],
    ["table.csv", bytes(1)],
  ]);

  it("names every bad row in the table's order, and files that no row names", () => {
    const preview = previewUpload(table, files, (content) => content[0] === 1);
    expect(preview.problems.map((problem) => problem.replace(/:.*/, ""))).toEqual([
      "row 3",
      "row 4",
      "row 5",
    ]);
    expect(preview.problems[0]).toBe("row 3: lost.wav: expected a file in the archive, found none");
    expect(preview.problems[1]).toMatch(/expected a WAV, FLAC, MP3 or MIDI file/);
    expect(preview.unused).toEqual(["more.wav"]);
    expect(preview.rows).toHaveLength(3);
  });

  it("says of a text that is no table what was expected", () => {
    expect(() => parseClipTable("file,condition,item\na,b\n")).toThrow(
      "table, line 2: expected 3 cells, got 2",
    );
    expect(() => parseClipTable("a,b\n1,2\n")).toThrow(/found no file, condition, item/);
  });
});
