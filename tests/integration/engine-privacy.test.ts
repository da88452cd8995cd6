import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Listener } from "@/lib/bots/bot-client";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

type Exchange = Parameters<Listener>[0];

const database = ownDatabase();
const traffic: Exchange[] = [];
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ name: "secret set", items: 8, anchors: true, catches: 2 });
  site = await startSite();
  await makeStudy(set, {
    slug: "blind",
    preset: "anchored",
    name: "Inner name",
    mode: "simulated",
  });
  const bot = botFor(site.url, "blind", 1, {
    behaviour: "reloads",
    listener: (e) => traffic.push(e),
  });
  const report = await finishBot(await startBot(bot));
  expect(report.page).toBe("done");
});
afterAll(() => site?.close());

const clips = () => traffic.filter((exchange) => exchange.url.startsWith("/api/clips/"));
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

describe("all that a participant's browser receives in a whole session", () => {
  it("names no condition, item, set, stimulus, file or digest", async () => {
    const rows = await database.current.plain<{ word: string }[]>`
      select id as word from stimuli union select condition from stimuli union select item from stimuli
      union select id from stimulus_sets union select name from stimulus_sets
      union select sha256 from stimulus_files union select id from studies union select seed from studies
      union select name from studies union select id from slots union select id from participants`;
    const words = [
      ...rows.map((row) => row.word),
      "LocalConv",
      "Naive",
      "human",
      "scrambled",
      "manifest",
      "catch",
    ];
    expect(words.length).toBeGreaterThan(100);
    expect(traffic.length).toBeGreaterThan(80);
    for (const { url, headers, body } of traffic) {
      // The scale's own question tells nothing about a clip; beside it the word must not stand.
      const text = latin(body).replaceAll("Could a human musician have written this?", "");
      const seen = `${url}\n${[...headers].flat().join("\n")}\n${text}`;
      const told = words.filter((word) => seen.includes(word));
      expect(told, `${url} tells`).toEqual([]);
    }
  });

  it("has the same headers, length and kind of address for every clip", () => {
    const shapes = clips().map(({ headers, body, url }) => {
      const entries = [...headers].filter(([name]) => name !== "date");
      const etag = headers.get("etag");
      expect(etag).toBe(`"${url.split("/").at(-1)}"`);
      expect(headers.get("content-length")).toBe(String(body.length));
      return JSON.stringify([entries.filter(([name]) => name !== "etag"), body.length, url.length]);
    });
    expect(shapes.length).toBeGreaterThan(30);
    expect(new Set(shapes).size).toBe(1);
  });

  it("holds no metadata in the clips beyond the encoder's tag", () => {
    for (const { body } of clips()) {
      const text = latin(body);
      expect(text.startsWith("ID3")).toBe(false);
      expect(text.includes("APETAGEX")).toBe(false);
      expect(latin(body.subarray(body.length - 128)).startsWith("TAG")).toBe(false);
    }
  });

  it("sets one cookie that scripts cannot read, and asks for nothing elsewhere", () => {
    const cookies = traffic.flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(
      /^study_blind=[0-9a-z]{40}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    for (const { body, headers } of traffic) {
      if (headers.get("content-type")?.includes("json"))
        expect(latin(body)).not.toMatch(/https?:\/\//);
    }
  });
});

describe("clips", () => {
  it("are served in ranges, unchanged, and not under guessed tokens", async () => {
    const { url, body } = clips()[0]!;
    const get = (headers: Record<string, string>, path = url) =>
      fetch(site.url + path, { headers: { "x-declared-clock": "1767609999000", ...headers } });
    const part = await get({ range: "bytes=100-199" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 100-199/${body.length}`);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(body.slice(100, 200));
    expect(new Uint8Array(await (await get({ range: "bytes=-5" })).arrayBuffer())).toEqual(
      body.slice(-5),
    );
    expect((await get({ range: `bytes=${body.length}-` })).status).toBe(416);
    expect((await get({ "if-none-match": `"${url.split("/").at(-1)}"` })).status).toBe(304);
    expect((await get({}, "/api/clips/0000000000000000000000000000000000000000")).status).toBe(404);
  });
});
