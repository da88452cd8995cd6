import { useCallback, useEffect, useRef, useState } from "react";
import { foldPitch } from "@/lib/compose/entry";
import type { useEntry } from "./use-entry";

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;

/** Whether a MIDI keyboard can be heard. */
export type MidiState = "absent" | "off" | "asking" | "on" | "refused";

/** MIDI keyboards: asked for by a button, since the browser asks the person. */
export function useMidi(entry: ReturnType<typeof useEntry>) {
  const [state, setState] = useState<MidiState>("absent");
  const [names, setNames] = useState<string[]>([]);
  const access = useRef<MIDIAccess | null>(null);
  const latest = useRef(entry);
  latest.current = entry;

  useEffect(() => {
    if ("requestMIDIAccess" in navigator) setState("off");
    return () => {
      for (const input of access.current?.inputs.values() ?? []) input.onmidimessage = null;
    };
  }, []);

  const connect = useCallback(async () => {
    setState("asking");
    const onMessage = ({ data }: MIDIMessageEvent) => {
      const [status = 0, key = 0, velocity = 0] = data ?? [];
      const pitch = foldPitch(key);
      const kind = status & 0xf0;
      if (kind === NOTE_ON && velocity > 0) latest.current.press(pitch);
      else if (kind === NOTE_ON || kind === NOTE_OFF) latest.current.release(pitch);
    };
    const listen = (found: MIDIAccess) => {
      const inputs = [...found.inputs.values()];
      for (const input of inputs) input.onmidimessage = onMessage;
      setNames(inputs.map((input) => input.name ?? "MIDI"));
    };
    try {
      const found = await navigator.requestMIDIAccess();
      access.current = found;
      found.onstatechange = () => listen(found);
      listen(found);
      setState("on");
    } catch {
      setState("refused");
    }
  }, []);
  return { state, names, connect };
}
