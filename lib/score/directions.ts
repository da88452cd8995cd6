import { STEPS_PER_QUARTER } from "@/lib/music/notes";
import type { TempoChange } from "@/lib/music/timing";

/** What stands beside the notes; times in steps. */
interface Beside {
  /** From the start on. */
  tempi: readonly TempoChange[];
  /** Spans over which the sustain pedal is down. */
  pedal: readonly { from: number; to: number }[];
}

/**
 * Tempi and pedal as MusicXML directions, a text for each bar. Every tempo is there for players; printed
 * are those that hold a quarter or longer, so that a ritardando in many small steps stays readable.
 */
export function directionsByBar(
  { tempi, pedal }: Beside,
  { bars, barSteps }: { bars: number; barSteps: number },
): string[] {
  const placed = [
    ...tempi.map(({ step, tempo }, index) => {
      const printed = (tempi[index + 1]?.step ?? Number.POSITIVE_INFINITY) - step;
      return { step, xml: tempoXml(tempo, printed >= STEPS_PER_QUARTER) };
    }),
    ...pedal.flatMap(({ from, to }) => [
      { step: from, xml: pedalXml("start") },
      { step: to, xml: pedalXml("stop") },
    ]),
  ];
  const texts = new Array<string>(bars).fill("");
  for (const { step, xml } of placed) {
    const bar = Math.min(bars - 1, Math.floor(step / barSteps));
    texts[bar] += xml(Math.round((step - bar * barSteps) * 1000) / 1000);
  }
  return texts;
}

/** A direction that waits for its offset (steps from the start of the bar). */
type Direction = (offset: number) => string;

const offsetXml = (offset: number) => (offset === 0 ? "" : `<offset>${offset}</offset>`);

function tempoXml(tempo: number, printed: boolean): Direction {
  const sound = `<sound tempo="${tempo}"/>`;
  const mark = `<metronome><beat-unit>quarter</beat-unit><per-minute>${tempo}</per-minute></metronome>`;
  const type = printed ? mark : "<words/>";
  return (offset) =>
    `<direction placement="above"><direction-type>${type}</direction-type>${offsetXml(offset)}${sound}</direction>`;
}

function pedalXml(type: "start" | "stop"): Direction {
  return (offset) =>
    `<direction placement="below"><direction-type><pedal type="${type}" line="no" sign="yes"/></direction-type>${offsetXml(offset)}</direction>`;
}
