import { organ } from "@/lib/audio/organ";
import { pianoFrom, type ReadSample } from "@/lib/audio/piano";
import type { Instrument, StereoImage } from "@/lib/audio/types";
import type { InstrumentId } from "@/lib/music/instrument-ids";

/** How each instrument is made. To add one: its id in lib/music/instrument-ids.ts, a file like organ.ts, a line here. */
const MAKERS: Record<InstrumentId, (readSample: ReadSample, image?: StereoImage) => Instrument> = {
  piano: pianoFrom,
  organ,
};

/**
 * An instrument whose sample files come from `readSample`: in a browser a fetch from the site, in Node
 * `loadInstrument` of instruments-node.ts.
 */
export function instrumentFrom(
  id: InstrumentId,
  readSample: ReadSample,
  image?: StereoImage,
): Instrument {
  return MAKERS[id](readSample, image);
}
