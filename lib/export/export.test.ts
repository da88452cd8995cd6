import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { codebook } from "./codebook";
import { type ExportRow, exportColumns } from "./columns";
import { csvCell, csvHeader, csvLine, csvLineWriter } from "./csv";
import { sharedRows, smallCellWarnings } from "./shared-level";
import { wideCsv } from "./wide";
import { ratingsCsv, ratingsJson } from "./write-ratings";
import { workbook } from "./xlsx";

const NASTY = '=1+1 "quoted", comma\nnewline & 😀';

function row(change: Partial<ExportRow> = {}): ExportRow {
  return {
    participant: "prt_1",
    session: "ses_1",
    stimulus: "stm_1",
    item: "p01",
    condition: "LSTM",
    dimension: "harmony",
    rating: 0,
    trialKind: "main",
    position: 1,
    study: "demo",
    studyVersion: 1,
    mode: "live",
    trial: "trl_1",
    block: 0,
    dimensionPosition: 1,
    givenAt: new Date("2026-01-02T03:04:05.678Z"),
    sessionStatus: "complete",
    sessionCompletedAt: null,
    exclusionReason: null,
    language: "en",
    listeningDevice: null,
    participantGroup: null,
    machine: null,
    plays: 1,
    seeks: 0,
    pauses: 0,
    heardShare: 1,
    firstPlayMs: 12,
    hiddenMs: 0,
    ratedMs: -3.5,
    late: false,
    sampleRate: 48000,
    role: "main",
    comment: NASTY,
    factors: { temperature: 0.9 },
    startedAt: new Date("2026-01-02T03:00:00.000Z"),
    externalIds: { PROLIFIC_PID: "abc" },
    ...change,
  };
}

async function* batches(...groups: ExportRow[][]) {
  yield* groups;
}

async function text(pieces: AsyncIterable<string>): Promise<string> {
  let all = "";
  for await (const piece of pieces) all += piece;
  return all;
}

/** An independent RFC 4180 reader: splits on separators outside quotes. */
function readCsv(content: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  while (cell.lastIndex < content.length) {
    const match = cell.exec(content);
    if (!match) throw new Error(`not RFC 4180 at ${cell.lastIndex}`);
    const raw = match[1]!;
    lines.at(-1)!.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (match[2] === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

describe("csv cells", () => {
  it("writes 0 and the empty text as values and only null as a missing one", () => {
    expect(csvLine([0, "", null, false, "a"])).toBe('0,"",,FALSE,"a"\r\n');
  });
  it("gives any text back unchanged", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (cells) => {
        expect(readCsv(csvLine(cells))).toEqual([cells]);
      }),
    );
  });
  it("are the same whether a line is written alone or below others", () => {
    const cell = fc.oneof(
      fc.constantFrom(null, "", 0, -0, 1, "1", true, "TRUE", false, '"', "="),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    const lines = fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(lines, (rows) => {
        const write = csvLineWriter<(typeof rows)[number]>([(row) => row[0], (row) => row[1]]);
        expect(rows.map(write)).toEqual(rows.map((row) => csvLine(row)));
      }),
    );
  });
  it("refuses NaN and odd column names", () => {
    expect(() => csvCell(Number.NaN)).toThrow("finite");
    expect(() => csvHeader(['a"b'])).toThrow("letters");
  });
});

describe("ratings export", () => {
  it("begins with the nine agreed columns, whatever is appended", () => {
    const names = exportColumns({ factors: ["temperature"], freeText: true }).map((c) => c.name);
    expect(names.slice(0, 9).join(",")).toBe(
      "participant,session,stimulus,item,condition,dimension,rating,trial_kind,position",
    );
    expect(names.at(-1)).toBe("factor_temperature");
    expect(new Set(names).size).toBe(names.length);
  });

  it("leaves out what people wrote unless it is asked for, and then changes nothing", async () => {
    const without = await text(
      ratingsCsv(exportColumns({ factors: [], freeText: false }), batches([row()])),
    );
    expect(without).not.toContain("=1+1");
    const columns = exportColumns({ factors: [], freeText: true });
    const read = readCsv(
      await text(ratingsCsv(columns, batches([row()], [], [row({ rating: 5 })]))),
    );
    expect(read).toHaveLength(3);
    expect(read[1]![columns.findIndex((c) => c.name === "comment")]).toBe(NASTY);
    expect(read[1]![6]).toBe("0");
  });

  it("writes JSON with codebook and every column", async () => {
    const columns = exportColumns({ factors: ["temperature"], freeText: true });
    const study = {
      slug: "demo",
      title: "Demo",
      mode: "live",
      dimensions: [],
      conditions: ["LSTM"],
    };
    const book = codebook(study, columns);
    const parsed = JSON.parse(await text(ratingsJson(book, columns, batches([row()], [row()]))));
    expect(parsed.ratings).toHaveLength(2);
    expect(parsed.ratings[0]).toMatchObject({
      comment: NASTY,
      rating: 0,
      factor_temperature: 0.9,
      excluded: false,
    });
    expect(parsed.codebook.columns.map((c: { name: string }) => c.name)).toEqual(
      Object.keys(parsed.ratings[0]),
    );
    const empty = JSON.parse(await text(ratingsJson(book, columns, batches())));
    expect(empty.ratings).toEqual([]);
  });
});

describe("workbook", () => {
  it("stores a formula as a typed text, never as a formula", async () => {
    async function* lines() {
      yield [["=1+1", 0, true, null]];
    }
    const parts: Uint8Array[] = [];
    for await (const part of workbook(["a", "b", "c", "d"], lines())) parts.push(part);
    const files = unzipSync(new Uint8Array(Buffer.concat(parts)));
    const sheet = new TextDecoder().decode(files["xl/worksheets/sheet1.xml"]);
    expect(sheet).toContain(
      '<c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c><c><v>0</v></c>',
    );
    expect(sheet).not.toContain("<f>");
  });
});

describe("levels of an export", () => {
  const choice = { factors: ["temperature"], freeText: true, externalIds: ["PROLIFIC_PID"] };
  const names = (level: "private" | "shared") =>
    exportColumns({ ...choice, level }).map(({ name }) => name);

  it("shares nothing that people wrote, no moment, no external id", () => {
    expect(names("private")).toEqual(
      expect.arrayContaining(["given_at", "comment", "external_PROLIFIC_PID"]),
    );
    const left = ["given_at", "session_completed_at", "sample_rate", "comment", "exclusion_reason"];
    for (const name of [...left, "external_PROLIFIC_PID"])
      expect(names("shared")).not.toContain(name);
    expect(names("shared")).toEqual(expect.arrayContaining(["given_after_s", "session_s"]));
  });

  it("gives every person one new id, and no stored one", async () => {
    const rows = [
      row({ participant: "prt_1", session: "ses_1", trial: "trl_1" }),
      row({ participant: "prt_1", session: "ses_1", trial: "trl_1", dimension: "reality" }),
      row({ participant: "prt_2", session: "ses_2", trial: "trl_2" }),
      row({ participant: "prt_1", session: "ses_3", trial: "trl_3" }),
    ];
    let drawn = 0;
    const shared: ExportRow[] = [];
    for await (const batch of sharedRows(
      batches(rows.slice(0, 1), rows.slice(1)),
      () => `x${drawn++}`,
    ))
      shared.push(...batch);
    const [a, b, c, d] = shared as [ExportRow, ExportRow, ExportRow, ExportRow];
    expect([b.participant, b.session, b.trial]).toEqual([a.participant, a.session, a.trial]);
    expect(d.participant).toBe(a.participant);
    expect(new Set([a.participant, c.participant, a.session, c.session, d.session]).size).toBe(5);
    const csv = await text(
      ratingsCsv(exportColumns({ ...choice, level: "shared" }), batches(shared)),
    );
    expect(csv).not.toMatch(/prt_|ses_|trl_|2026|abc|quoted/);
    expect(csv).toContain(",246,");
  });

  it("warns of rare combinations", () => {
    const cell = (participants: number) => ({ values: { language: "zh" }, participants });
    expect(smallCellWarnings([cell(4), cell(5)])).toEqual([
      expect.stringContaining("4 participants have language zh"),
    ]);
  });
});

describe("wide tables", () => {
  it("hold one line a trial, also when its rows come in two batches", async () => {
    const columns = exportColumns({ factors: [], freeText: false });
    const rows = [
      row({ rating: 0 }),
      row({ dimension: "reality", rating: 5, ratedMs: 7 }),
      row({ trial: "trl_2", dimension: "reality", rating: 3 }),
    ];
    const wide = await text(
      wideCsv(columns, ["harmony", "reality"], batches(rows.slice(0, 1), rows.slice(1))),
    );
    const [header, first, second, ...rest] = wide.split("\r\n");
    expect(rest).toEqual([""]);
    const at = (line: string, name: string) => line.split(",")[header!.split(",").indexOf(name)];
    expect(header).not.toMatch(/,rating,|,dimension,/);
    expect([at(first!, "harmony"), at(first!, "reality"), at(first!, "rated_ms_reality")]).toEqual([
      "0",
      "5",
      "7",
    ]);
    expect([at(second!, "harmony"), at(second!, "reality")]).toEqual(["", "3"]);
  });
});
