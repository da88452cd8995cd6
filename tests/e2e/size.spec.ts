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
