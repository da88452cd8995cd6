import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  corpusPresent,
  datasetsFolder,
  type Fetch,
  fetchCorpus,
  readCorpusFile,
  sha256,
  uniqueFiles,
  verifyCorpus,
} from "@/lib/datasets/files";
import { CORPUS_IDS, corpusById } from "@/lib/datasets/registry";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "corpora-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const answer = (bytes: Uint8Array, status = 200) => ({
  ok: status === 200,
  status,
  arrayBuffer: async () => Uint8Array.from(bytes).buffer as ArrayBuffer,
});

/** A stand-in for the network that answers every URL alike and notes what was asked. */
function network(bytes: Uint8Array, status = 200): { fetcher: Fetch; asked: string[] } {
  const asked: string[] = [];
  const fetcher: Fetch = async (url) => {
    asked.push(url);
    return answer(bytes, status);
  };
  return { fetcher, asked };
}

describe("fetching", () => {
  it("refuses a file with the wrong digest and leaves nothing behind", async () => {
    const { fetcher, asked } = network(Buffer.from("not the corpus"));
    await expect(fetchCorpus("bach", { folder, fetcher })).rejects.toThrow(
      /Bach_train\.txt: expected the SHA-256 digest db325d.*, got [0-9a-f]{64}/,
    );
    expect(asked).toHaveLength(1);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("names an answer that is not 200 and leaves nothing behind", async () => {
    const { fetcher } = network(Buffer.from(""), 404);
    await expect(fetchCorpus("bach", { folder, fetcher })).rejects.toThrow(
      /expected status 200, got 404/,
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("leaves a file that is there alone", async () => {
    const files = uniqueFiles(corpusById("bach"));
    for (const file of files) fs.writeFileSync(path.join(folder, file.name), "here");
    const { fetcher, asked } = network(Buffer.from(""));
    expect(await fetchCorpus("bach", { folder, fetcher })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("asks for pinned commits only, and for a file with two uses once", () => {
    for (const id of CORPUS_IDS) {
      for (const { url, sha256: digest } of uniqueFiles(corpusById(id))) {
        expect(url).toMatch(/\/[0-9a-f]{40}\//);
        expect(digest).toMatch(/^[0-9a-f]{64}$/);
      }
    }
    expect(uniqueFiles(corpusById("chorales"))).toHaveLength(1);
  });

  const source = datasetsFolder();
  it.skipIf(!corpusPresent("bach", source))("stores files whose digest is right", async () => {
    const fetcher: Fetch = async (url) =>
      answer(fs.readFileSync(path.join(source, url.split("/").at(-1)!)));
    expect(await fetchCorpus("bach", { folder, fetcher })).toEqual([
      "Bach_train.txt",
      "Bach_eval.txt",
    ]);
    expect(fs.readdirSync(folder).sort()).toEqual(["Bach_eval.txt", "Bach_train.txt"]);
    expect(verifyCorpus("bach", folder).map((row) => row.status)).toEqual(["right", "right"]);
  });
});

describe("reading and verifying", () => {
  const file = {
    name: "tiny.txt",
    url: "https://example.org/tiny.txt",
    sha256: createHash("sha256").update("c.._").digest("hex"),
  };

  it("gives the bytes of a file with the right digest", () => {
    fs.writeFileSync(path.join(folder, file.name), "c.._");
    expect(readCorpusFile(file, folder).toString()).toBe("c.._");
    expect(sha256(Buffer.from("c.._"))).toBe(file.sha256);
  });

  it("says that a file is absent, and what to do", () => {
    expect(() => readCorpusFile(file, folder)).toThrow(
      /expected the file .*tiny\.txt, found none: run "study data fetch"/,
    );
  });

  it("names both digests when one is wrong", () => {
    fs.writeFileSync(path.join(folder, file.name), "c.._.");
    expect(() => readCorpusFile(file, folder)).toThrow(
      new RegExp(`expected .* ${file.sha256}, got`),
    );
  });

  it("reports absent and wrong files one by one", () => {
    fs.writeFileSync(path.join(folder, "Bach_eval.txt"), "c");
    expect(verifyCorpus("bach", folder).map(({ file: name, status }) => [name, status])).toEqual([
      ["Bach_train.txt", "absent"],
      ["Bach_eval.txt", "wrong digest"],
    ]);
    expect(corpusPresent("bach", folder)).toBe(false);
  });

  it("refuses an unknown corpus", () => {
    expect(() => corpusById("beatles")).toThrow(
      /expected one of bach, wikifonia, chorales, got "beatles"/,
    );
  });
});
