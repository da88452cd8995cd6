import { midiToNotes } from "@/lib/music/midi-reading";
import { engrave } from "@/lib/score/engrave";
import { pianoRollSvg } from "@/lib/score/piano-roll";

/** When notes begin, and which elements of the score they are. */
export interface SheetMoment {
  /** Seconds from the clip's first step. */
  at: number;
  on: string[];
  off: string[];
}

/** A clip to look at while it plays. */
export interface ClipSheet {
  score: string;
  moments: SheetMoment[];
  roll: string;
  /** Steps, and seconds of one of them. */
  steps: number;
  stepSeconds: number;
}

/** Widths that scores are broken to: few, so that answers can be kept. */
const WIDTHS = [320, 620, 940];

const widthFor = (asked: string | null) => {
  const wanted = Number(asked);
  return WIDTHS.filter((width) => width <= wanted).at(-1) ?? WIDTHS[0]!;
};

/** Engraves a clip and draws its piano roll. */
export async function clipSheet(
  midi: Uint8Array,
  musicXml: Uint8Array,
  width: string | null,
): Promise<ClipSheet> {
  const { notes, steps, tempo } = midiToNotes(midi);
  const { svg, timeMap } = await engrave(new TextDecoder().decode(musicXml), {
    width: widthFor(width),
  });
  const stepSeconds = 15 / tempo;
  return {
    score: svg,
    moments: timeMap.map(({ step, on, off }) => ({ at: step * stepSeconds, on, off })),
    roll: pianoRollSvg(notes, { steps, width: 640, height: 120 }),
    steps,
    stepSeconds,
  };
}
