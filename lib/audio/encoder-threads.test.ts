import { describe, expect, it } from "vitest";
import { inThisThread } from "@/lib/audio/encode-clip";
import { withClipEncoder } from "@/lib/audio/encoder-threads-node";
import { measure } from "@/lib/audio/loudness";
import type { EncodeJob } from "@/lib/audio/types";

/** Half a second of a tone: a new buffer each time, for a job's sound is changed in place. */
function job(index: number): EncodeJob {
  const tone = () =>
    Float32Array.from({ length: 24_000 }, (_, i) => 0.2 * Math.sin(0.02 * (index + 2) * i));
  const pcm = { left: tone(), right: tone() };
  return { id: `tone ${index}`, pcm, before: measure(pcm), gainDb: -1, bitrate: 160 };
}

const indices = Array.from({ length: 9 }, (_, index) => index);

describe("encoding in several threads", () => {
  it("gives the same clips as this thread does", async () => {
    const clips = await withClipEncoder(indices.length, async (encoder) => {
      expect(encoder.lanes).toBeGreaterThan(0);
      const made = [];
      for (let at = 0; at < indices.length; at += encoder.lanes) {
        const together = indices.slice(at, at + encoder.lanes);
        made.push(...(await Promise.all(together.map((index) => encoder.encode(job(index))))));
      }
      return made;
    });
    for (const index of indices) {
      expect(clips[index]).toEqual(await inThisThread.encode(job(index)));
    }
  });

  it("passes on what went wrong, and ends its threads", async () => {
    const broken = { ...job(0), bitrate: 1 as 160 };
    await expect(
      withClipEncoder(indices.length, (encoder) => encoder.encode(broken)),
    ).rejects.toThrow(/bitrate/i);
  });
});
