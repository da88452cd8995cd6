"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import {
  changeNote,
  type NoteSpan,
  removeNote,
  setBars,
  setLock,
  setTempo,
} from "@/lib/compose/edit";
import { MOST_BARS, musicBars, TEMPO_RANGE } from "@/lib/compose/piece";
import { OpenFile } from "./open-file";
import styles from "./panels.module.css";
import { PiecesDialog } from "./pieces-dialog";

/** Playing, undoing, the piece's name, tempo and bars. */
export function PieceTools({ playing, playOrStop }: { playing: boolean; playOrStop: () => void }) {
  const t = useTranslations("compose.tools");
  const { piece, undo, redo, change } = useComposition();
  const [choosing, setChoosing] = useState(false);
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <Button onClick={playOrStop} disabled={piece.notes.length === 0} data-play-piece>
          {playing ? t("stop") : t("play")}
        </Button>
        <Button look="secondary" disabled={!undo} onClick={() => undo?.()} data-undo>
          {t("undo")}
        </Button>
        <Button look="secondary" disabled={!redo} onClick={() => redo?.()} data-redo>
          {t("redo")}
        </Button>
        <OpenFile />
        <Button look="secondary" onClick={() => setChoosing(true)} data-pieces>
          {t("pieces")}
        </Button>
      </div>
      <div className={styles.row}>
        <TitleField />
        <NumberField
          label={t("tempo")}
          value={piece.tempo}
          range={TEMPO_RANGE}
          onChange={(tempo) => change((now) => setTempo(now, tempo))}
        />
        <NumberField
          label={t("bars")}
          value={piece.bars}
          range={[Math.max(1, musicBars(piece.notes)), MOST_BARS]}
          onChange={(bars) => change((now) => setBars(now, bars))}
        />
      </div>
      <PiecesDialog open={choosing} onClose={() => setChoosing(false)} />
    </div>
  );
}

/** Takes effect when the field is left: one step to undo, not one a letter. */
function TitleField() {
  const t = useTranslations("compose.tools");
  const { piece, change } = useComposition();
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const commit = () => {
    if (typed !== null && typed !== piece.title) change((now) => ({ ...now, title: typed }));
    setTyped(null);
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t("title")}</label>
      <input
        id={id}
        type="text"
        maxLength={80}
        value={typed ?? piece.title}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
        data-title
      />
    </div>
  );
}

interface NumberProps {
  label: string;
  value: number;
  range: readonly [number, number];
  onChange: (value: number) => void;
}

/** A number that takes effect when it is complete, so that "1" on the way to "120" does nothing. */
function NumberField({ label, value, range, onChange }: NumberProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (text: string) => {
    const number = Number(text);
    if (text !== "" && Number.isFinite(number) && number !== value) onChange(number);
    setTyped(null);
  };
  const within = (text: string) => Number(text) >= range[0] && Number(text) <= range[1];
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={range[0]}
        max={range[1]}
        value={typed ?? value}
        onChange={({ target }) =>
          within(target.value) ? commit(target.value) : setTyped(target.value)
        }
        onBlur={({ target }) => commit(target.value)}
      />
    </div>
  );
}

/** What can be done with the note under the caret, for fingers and mice. */
export function NoteTools({ erase, rest }: { erase: () => void; rest: () => void }) {
  const t = useTranslations("compose.tools");
  const { current, change, setCaret } = useComposition();
  const none = !current;
  const fixed = none || current.locked === true;
  const by = (to: Partial<NoteSpan>) => {
    if (!current) return;
    const { pitch, start, duration } = { ...current, ...to };
    const done = change((now) => changeNote(now, current.start, { pitch, start, duration }));
    if (done) setCaret(start);
  };
  const at = current ?? { pitch: 0, start: 0, duration: 0, locked: undefined };
  const remove = () => (current ? change((now) => removeNote(now, at.start)) : erase());
  const acts: [string, string, () => void][] = [
    [t("up"), "↑", () => by({ pitch: at.pitch + 1 })],
    [t("down"), "↓", () => by({ pitch: at.pitch - 1 })],
    [t("earlier"), "←", () => by({ start: at.start - 1 })],
    [t("later"), "→", () => by({ start: at.start + 1 })],
    [t("shorter"), "−", () => by({ duration: at.duration - 1 })],
    [t("longer"), "+", () => by({ duration: at.duration + 1 })],
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons, no field of a form
    <div className={styles.tools} role="group" aria-label={t("note")}>
      {acts.map(([label, sign, act]) => (
        <Button
          key={label}
          look="secondary"
          aria-label={label}
          title={label}
          disabled={fixed}
          onClick={act}
        >
          {sign}
        </Button>
      ))}
      <Button
        look="secondary"
        disabled={none}
        aria-pressed={at.locked === true}
        onClick={() => change((now) => setLock(now, [at.start], !at.locked))}
        data-lock
      >
        {at.locked ? t("unlock") : t("lock")}
      </Button>
      <Button look="secondary" onClick={rest}>
        {t("rest")}
      </Button>
      <Button look="secondary" disabled={at.locked === true} onClick={remove} data-erase>
        {t("erase")}
      </Button>
    </div>
  );
}
