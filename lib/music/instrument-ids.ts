/** Instruments that a clip can be rendered with, in the order in which a form offers them. */
export const INSTRUMENT_IDS = ["piano", "organ"] as const;
/** One of `INSTRUMENT_IDS`. */
export type InstrumentId = (typeof INSTRUMENT_IDS)[number];
