import { gzipSync } from "node:zlib";
import { expect, test } from "./journey";

/** What a participant's page may add to the framework's own script, in bytes as sent. */
const LIMIT = 30_000;

/** Bytes of script, compressed, that a page loads before it is interactive. */
async function scriptBytes(address: string): Promise<number> {
  const html = await (await fetch(address)).text();
  const tags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)];
  const modern = tags.filter(([tag]) => !/nomodule/i.test(tag)).map((match) => match[1]!);
  const sizes = [...new Set(modern)].map(async (path) => {
    const bytes = await (await fetch(new URL(path, address))).arrayBuffer();
    return gzipSync(new Uint8Array(bytes)).length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

test("the first page adds at most 30 kB of script to the framework's own", async ({
  site,
  study,
}) => {
  const slug = await study();
  // A page without any part of ours that runs in the browser: the framework's floor.
  const floor = await scriptBytes(`${site}/no-such-page`);
  const page = await scriptBytes(`${site}/s/${slug}`);
  test.info().annotations.push({ type: "script", description: `${page} bytes, floor ${floor}` });
  console.log(`script of the participant's page: ${page} bytes compressed, floor ${floor}`);
  expect(floor).toBeGreaterThan(80_000);
  expect(page - floor).toBeLessThanOrEqual(LIMIT);
});

const SCRIPT = /static\/chunks\/[\w.~/-]+?\.js/g;
/** What the code of networks cannot do without: the address of weights, or TensorFlow's own words. */
const NETWORKS = /compose\/weights|tfjs|tensorflow/i;

/** Every script of ours that a page can load, at once or later: those that it and they name. */
async function everyScript(address: string): Promise<string[]> {
  const response = await fetch(address);
  expect(response.status, address).toBe(200);
  const texts = new Map([["", await response.text()]]);
  // A map also walks through what is added on the way.
  for (const text of texts.values()) {
    for (const [name] of text.matchAll(SCRIPT)) {
      if (texts.has(name)) continue;
      texts.set(name, await (await fetch(new URL(`/_next/${name}`, address))).text());
    }
  }
  texts.delete("");
  return [...texts.values()];
}

test("no page of a participant can load a network's weights or TensorFlow", async ({
  site,
  study,
}) => {
  const slug = await study();
  const found = async (path: string) => {
    const scripts = await everyScript(`${site}/${path}`);
    expect(scripts.length).toBeGreaterThan(3);
    return scripts.filter((script) => NETWORKS.test(script)).length;
  };
  for (const path of [`s/${slug}`, `s/${slug}/resume`, `s/${slug}/withdraw`]) {
    expect(await found(path), path).toBe(0);
  }
  // The same look does find them where they belong.
  expect(await found("compose")).toBeGreaterThan(0);
});
