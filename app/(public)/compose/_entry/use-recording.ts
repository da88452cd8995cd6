import { useCallback, useRef, useState } from "react";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { player } from "@/app/(public)/compose/_sound/player";
import { writeNotes } from "@/lib/compose/edit";
import { quantise } from "@/lib/compose/entry";
import { MOST_BARS } from "@/lib/compose/piece";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { recorder } from "./recorder";

const BEATS_PER_BAR = 4;
/** Bars of a recording; it may be ended before. */
const BARS = 4;

/** Records what is played to a metronome, after one bar counted in, from the caret's bar on. */
export function useRecording() {
  const { piece, caret, change, setCaret } = useComposition();
  const [running, setRunning] = useState(false);
  const ends = useRef<{ timer: ReturnType<typeof setTimeout>; stop: () => void } | null>(null);
  const bar = Math.floor(caret / STEPS_PER_BAR);

  const finish = useCallback(
    (tempo: number, from: number) => {
      clearTimeout(ends.current?.timer);
      ends.current?.stop();
      ends.current = null;
      setRunning(false);
      const room = MOST_BARS * STEPS_PER_BAR - from;
      const spans = quantise(recorder.stop(), tempo).filter((span) => span.start < room);
      if (spans.length > 0) change((now) => writeNotes(now, from, spans));
      setCaret(from);
    },
    [change, setCaret],
  );
  const toggle = useCallback(async () => {
    const { tempo } = piece;
    const from = bar * STEPS_PER_BAR;
    if (ends.current) return finish(tempo, from);
    player.stop();
    const { stop, firstBeat } = await player.metronome(tempo, (BARS + 1) * BEATS_PER_BAR);
    const beat = 60_000 / tempo;
    const start = firstBeat + BEATS_PER_BAR * beat;
    recorder.start(start);
    const length = start - performance.now() + BARS * BEATS_PER_BAR * beat;
    ends.current = { timer: setTimeout(() => finish(tempo, from), length), stop };
    setRunning(true);
  }, [piece, bar, finish]);
  return { running, toggle, bar };
}
