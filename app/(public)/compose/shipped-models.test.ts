import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { GET as pianoNote } from "@/app/(public)/compose/piano/[file]/route";
import { shippedModels } from "@/app/(public)/compose/shipped-models";
import { GET as weightsFile } from "@/app/(public)/compose/weights/[file]/route";
import { PIANO_SAMPLES } from "@/lib/audio/piano-samples";
import { parseCheckpointMeta } from "@/lib/models/checkpoint-meta";

const asked = (get: typeof weightsFile, file: string) =>
  get(new Request("http://site/"), { params: Promise.resolve({ file }) });
const sha256 = async (response: Response) =>
  createHash("sha256")
    .update(new Uint8Array(await response.arrayBuffer()))
    .digest("hex");

describe("shipped networks", () => {
  it("are those that write melodies, with the two of the study that the page begins with", () => {
    const models = shippedModels();
    expect(models.map(({ model }) => model)).toEqual(
      expect.arrayContaining(["resNet20_LocalConv", "LSTM"]),
    );
    expect(models.every(({ window }) => window === 64)).toBe(true);
  });

  it("have their files under the digest of their weights", async () => {
    const smallest = shippedModels().toSorted((a, b) => a.bytes - b.bytes)[0]!;
    const weights = await asked(weightsFile, `${smallest.sha256}.bin`);
    expect(weights.headers.get("cache-control")).toContain("immutable");
    expect(await sha256(weights)).toBe(smallest.sha256);
    expect((await asked(weightsFile, `${smallest.sha256}.constructor`)).status).toBe(404);
    const meta = await asked(weightsFile, `${smallest.sha256}.json`);
    expect(parseCheckpointMeta(await meta.json(), "test").model).toBe(smallest.model);
  });

  it.each(["", "x.bin", "../package.json", `${"0".repeat(64)}.bin`, "constructor"])(
    "no other file is given out: %s",
    async (file) => {
      expect((await asked(weightsFile, file)).status).toBe(404);
      expect((await asked(pianoNote, file)).status).toBe(404);
    },
  );
});

it("a note of the piano is the recording that the renderer uses", async () => {
  const sample = PIANO_SAMPLES.find(({ pitch }) => pitch === 60)!;
  expect(await sha256(await asked(pianoNote, "60.ogg"))).toBe(sample.sha256);
});
