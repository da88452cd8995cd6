"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import { SingleChoice } from "@/app/_components/choice";
import styles from "@/app/(public)/compose/_panels/panels.module.css";
import { NoteTools } from "@/app/(public)/compose/_panels/toolbar";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import { Piano } from "./piano";
import type { useEntry } from "./use-entry";
import { useMidi } from "./use-midi";
import { useRecording } from "./use-recording";

const LENGTHS = [1, 2, 4, 8, 16] as const;

interface Props {
  entry: ReturnType<typeof useEntry>;
  base: number;
  setBase: (base: number) => void;
}

/** Everything that writes notes: the piano, the length of the next note, recording, MIDI keyboards. */
export function EntryPanel({ entry, base, setBase }: Props) {
  const t = useTranslations("compose.entry");
  const { length, setLength } = useComposition();
  return (
    <div className={styles.stack}>
      <NoteTools erase={entry.erase} rest={entry.rest} />
      <Piano entry={entry} base={base} />
      <div className={styles.row}>
        <Button look="secondary" disabled={base <= 48} onClick={() => setBase(base - 12)}>
          {t("octaveDown")}
        </Button>
        <Button look="secondary" disabled={base >= 72} onClick={() => setBase(base + 12)}>
          {t("octaveUp")}
        </Button>
        <Recording />
        <Midi entry={entry} />
      </div>
      <SingleChoice
        legend={t("length")}
        name="length"
        inline
        options={LENGTHS.map((steps) => ({ value: steps, label: t(`lengths.${steps}`) }))}
        value={length}
        onChoose={setLength}
      />
      <p className={styles.hint} id="roll-keys">
        {t("keys")}
      </p>
    </div>
  );
}

function Recording() {
  const t = useTranslations("compose.entry");
  const { running, toggle, bar } = useRecording();
  return (
    <Button look="secondary" aria-pressed={running} onClick={() => void toggle()} data-record>
      {running ? t("stopRecording") : t("record", { bar: bar + 1 })}
    </Button>
  );
}

function Midi({ entry }: { entry: ReturnType<typeof useEntry> }) {
  const t = useTranslations("compose.entry");
  const { state, names, connect } = useMidi(entry);
  if (state === "absent") return <span className={styles.hint}>{t("midi.absent")}</span>;
  if (state === "on") {
    return (
      <span className={styles.hint}>
        {names.length > 0 ? t("midi.on", { names: names.join(", ") }) : t("midi.nothing")}
      </span>
    );
  }
  return (
    <>
      <Button look="secondary" disabled={state === "asking"} onClick={() => void connect()}>
        {t("midi.connect")}
      </Button>
      {state === "refused" ? <span className={styles.hint}>{t("midi.refused")}</span> : null}
    </>
  );
}
