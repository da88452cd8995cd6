import type { Timing } from "@/lib/music/timing";

/** How a score is written: tempi are printed where they begin; 120 quarters a minute, 4/4 by default. */
export interface ScoreSettings extends Partial<Timing> {
  /** Bars of the metre; default 8. Notes must end inside them. */
  bars?: number;
  /** Printed above the score; nothing when absent. */
  title?: string;
}

/** How a score is engraved. */
export interface EngraveSettings {
  /** Width in CSS pixels; lines break to it. */
  width: number;
  /** Size of the notation; 1 is a staff of about 32 px. Default 1. */
  scale?: number;
}

/** What sounds from `step` on, for a score or a piano roll that follows the playback. */
export interface TimeMapEntry {
  /** Step of the sixteenth grid. */
  step: number;
  /** Ids of the SVG's note elements that begin here, continuations of tied notes included. */
  on: string[];
  /** Ids of the note elements that end here. */
  off: string[];
}

/** An engraved score. */
export interface EngravedScore {
  /** One SVG document; its note elements carry the ids of the time map. */
  svg: string;
  /** Size in CSS pixels. */
  width: number;
  height: number;
  timeMap: TimeMapEntry[];
}

/** How a piano roll is drawn. */
export interface PianoRollSettings {
  /** Length in steps; default `CLIP_STEPS`. */
  steps?: number;
  /** Size in CSS pixels; default 640 × 160. */
  width?: number;
  height?: number;
  /** Lowest and highest pitch shown; default the notes' own range with two semitones around it. */
  pitchRange?: readonly [number, number];
  /** Notes that start before this step are drawn as given (a primer), not as written by a model. */
  givenSteps?: number;
  /** Text for screen readers; default "Piano roll". */
  label?: string;
}
