import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { reportNumbers } from "@/lib/export/report-numbers";
import { exampleRatings } from "@/lib/stats/example-table";
import { analyseStudy } from "@/lib/stats/study-analysis";
import { dataFileName, datasetDescription, psychDsProblems } from "./psych-ds";
import { zipArchive } from "./zip";

const cells = (csv: string) =>
  csv
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
const column = (name: string) => ({ name, type: "text" as const, description: `The ${name}` });

function dataset(change: Record<string, string> = {}) {
  const description = datasetDescription({
    ...{ name: "Demo", description: "Ratings", keywords: ["music"] },
    columns: [column("participant"), column("rating"), column("participant")],
  });
  return new Map(
    Object.entries({
      "dataset_description.json": JSON.stringify(description),
      [`data/${dataFileName("my-study", "ratings")}`]: "participant,rating\r\np_1,0\r\np_2,5\r\n",
      ...change,
    }),
  );
}

describe("the rules of Psych-DS", () => {
  it("hold for what is written here", () => {
    expect(psychDsProblems(dataset(), cells)).toEqual([]);
    expect(dataFileName("my-study", "ratings")).toBe("study-mystudy_description-ratings_data.csv");
  });

  it("are told when they are broken", () => {
    const broken = (change: Record<string, string>) =>
      psychDsProblems(dataset(change), cells).join(" ");
    expect(broken({ "data/my file.csv": "participant,rating\r\np,1\r\n" })).toContain("keyword");
    expect(broken({ "data/study-x_data.csv": "participant,colour\r\np,red\r\n" })).toContain(
      "columns not described: colour",
    );
    expect(broken({ "data/study-x_data.csv": "participant,rating\r\np\r\n" })).toContain("line 2");
    expect(broken({ "dataset_description.json": "{}" })).toContain("expected a text as name");
    expect(psychDsProblems(new Map(), cells).join(" ")).toContain("dataset_description.json");
  });
});

it("an archive gives its files back, whole or in pieces", async () => {
  async function* pieces() {
    yield "one, ";
    yield new TextEncoder().encode("two");
  }
  const chunks: Uint8Array[] = [];
  const files = [
    { path: "a/pieces.txt", content: pieces },
    { path: "b.bin", packed: true, content: () => Promise.resolve(new Uint8Array([1, 2, 3])) },
  ];
  for await (const chunk of zipArchive(files)) chunks.push(chunk);
  const unpacked = unzipSync(new Uint8Array(Buffer.concat(chunks)));
  expect(new TextDecoder().decode(unpacked["a/pieces.txt"])).toBe("one, two");
  expect([...unpacked["b.bin"]!]).toEqual([1, 2, 3]);
});

it("every number of a report has a name of its own and a finite value", () => {
  const rows = exampleRatings().map((row) => ({ ...row, session: row.participant }));
  const sessions = [...new Set(rows.map(({ participant }) => participant))].map((id) => ({
    ...{ id, complete: true, excluded: false, rules: [] },
  }));
  const numbers = reportNumbers(analyseStudy({ rows, sessions, rules: [], options: {} }));
  const names = numbers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(numbers.every(({ value }) => Number.isFinite(value))).toBe(true);
  for (const name of [
    "harmony/crossed/model A - model B/p",
    "harmony/ordinal/model A - model B/se",
    "harmony/ICC(2,k)/high",
    "variant/nobody excluded/harmony/model A - model B/estimate",
  ]) {
    expect(names).toContain(name);
  }
});
