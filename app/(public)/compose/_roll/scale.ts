import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/compose/alphabet";

/** Pixels of a step, of a pitch, and of the ruler above. */
export const STEP_PX = 14;
export const ROW_PX = 12;
export const RULER_PX = 24;
/** Rows of the roll. */
export const ROLL_ROWS = HIGHEST_PITCH - LOWEST_PITCH + 1;

/** Upper edge of a pitch's row. */
export const topOf = (pitch: number) => RULER_PX + (HIGHEST_PITCH - pitch) * ROW_PX;

/** The step and pitch under a point of the roll; a pitch above the range stands for the ruler. */
export function placeAt(x: number, y: number): { step: number; pitch: number } {
  return {
    step: Math.floor(x / STEP_PX),
    pitch: HIGHEST_PITCH - Math.floor((y - RULER_PX) / ROW_PX),
  };
}
