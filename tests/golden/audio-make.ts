// Writes audio.json: what each instrument gives for the chorale of score-tunes.ts. Run it only when
// the sound is meant to change, and raise RENDERER_VERSION with it:
//   node --import tsx tests/golden/audio-make.ts
import { writeFileSync } from "node:fs";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { measure } from "@/lib/audio/loudness";
import { render } from "@/lib/audio/render";
import { STEREO_IMAGES } from "@/lib/audio/types";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

const golden: Record<string, unknown> = {};
for (const [id, image] of INSTRUMENT_IDS.flatMap((id) =>
  STEREO_IMAGES.map((image) => [id, image] as const),
)) {
  const pcm = await render(SCORE_TUNES.chorale!, { instrument: loadInstrument(id, image) });
  const samples = Array.from({ length: Math.ceil(pcm.left.length / 4000) }, (_, i) =>
    Number(pcm.left[i * 4000]!.toFixed(7)),
  );
  golden[`${id} ${image}`] = { ...measure(pcm), samples };
}
writeFileSync(new URL("./audio.json", import.meta.url), `${JSON.stringify(golden)}\n`);
