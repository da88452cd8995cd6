"use client";

import styles from "@/app/admin/_desk/desk-styles";
import { SET_PRESETS, type SetPresetId } from "@/lib/stimuli/set-presets";
import { SET_INSTRUMENTS } from "@/lib/stimuli/set-request";

/** What the form holds, as it was typed. */
export interface Fields {
  name: string;
  preset: SetPresetId;
  models: string[];
  anchors: string[];
  corpus: string;
  temperature: string;
  seed: string;
  items: string;
  tempo: string;
  instrument: string;
}

/** Choice of the preset that fills in the rest. */
export function PresetField({
  value,
  onChange,
}: {
  value: SetPresetId;
  onChange: (preset: SetPresetId) => void;
}) {
  return (
    <div className={styles.field}>
      <label htmlFor="preset">Preset</label>
      <span className={styles.hint}>
        Fills in models, items and anchors; change them as you like.
      </span>
      <select
        id="preset"
        className={styles.input}
        value={value}
        onChange={(e) => onChange(e.target.value as SetPresetId)}
      >
        {Object.keys(SET_PRESETS).map((preset) => (
          <option key={preset}>{preset}</option>
        ))}
      </select>
    </div>
  );
}

/** One labelled line of input. */
export function TextField(props: {
  id: string;
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  type?: string;
  step?: string;
}) {
  const { id, label, hint, value, onChange, type = "text", step } = props;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <span className={styles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      <input
        id={id}
        type={type}
        step={step}
        className={styles.input}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** A labelled group of check boxes. */
export function Boxes({
  legend,
  all,
  chosen,
  onChange,
}: {
  legend: string;
  all: readonly string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{legend}</legend>
      <div className={styles.checks}>
        {all.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one),
                )
              }
            />
            {one}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Corpus, items, temperature, seed, tempo and instrument. */
export function NumberFields({
  fields,
  change,
}: {
  fields: Fields;
  change: (part: Partial<Fields>) => void;
}) {
  return (
    <>
      <div className={styles.field}>
        <label htmlFor="corpus">Corpus</label>
        <select
          id="corpus"
          className={styles.input}
          value={fields.corpus}
          onChange={(e) => change({ corpus: e.target.value })}
        >
          {[...new Set(["bach", "chorales", fields.corpus])].map((corpus) => (
            <option key={corpus}>{corpus}</option>
          ))}
        </select>
      </div>
      <TextField
        id="items"
        label="Items"
        hint="Primers; each appears once under every model."
        type="number"
        value={fields.items}
        onChange={(items) => change({ items })}
      />
      <TextField
        id="temperature"
        label="Temperature"
        hint="Empty: the one chosen for this corpus by the written rule."
        type="number"
        step="0.05"
        value={fields.temperature}
        onChange={(temperature) => change({ temperature })}
      />
      <TextField
        id="seed"
        label="Seed"
        hint="The same seed gives the same clips."
        type="number"
        value={fields.seed}
        onChange={(seed) => change({ seed })}
      />
      <TextField
        id="tempo"
        label="Tempo (quarters a minute)"
        type="number"
        value={fields.tempo}
        onChange={(tempo) => change({ tempo })}
      />
      <div className={styles.field}>
        <label htmlFor="instrument">Instrument</label>
        <select
          id="instrument"
          className={styles.input}
          value={fields.instrument}
          onChange={(e) => change({ instrument: e.target.value })}
        >
          {SET_INSTRUMENTS.map((instrument) => (
            <option key={instrument}>{instrument}</option>
          ))}
        </select>
      </div>
    </>
  );
}
