"use client";

import type { ChangeEvent } from "react";
import styles from "@/app/admin/_desk/desk-styles";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
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

const PRESET_WORDS: Record<SetPresetId, string> = {
  paper: "paper: three models, 30 clips",
  anchored: "anchored: more items, anchors",
  families: "families: all eight models",
  chorales: "chorales: four voices",
};

/** Choice of the preset that fills in the rest. */
export function PresetField({
  value,
  onChange,
}: {
  value: SetPresetId;
  onChange: (preset: SetPresetId) => void;
}) {
  return (
    <SelectField
      id="preset"
      label="Preset"
      hint="Fills in models, items and anchors; change them as you like."
      value={value}
      onChange={(event) => onChange(event.target.value as SetPresetId)}
      options={Object.keys(SET_PRESETS).map((id) => [id, PRESET_WORDS[id as SetPresetId]])}
    />
  );
}

/** A labelled group of check boxes. */
export function Boxes({
  legend,
  hint,
  all,
  chosen,
  onChange,
}: {
  legend: string;
  hint?: string;
  all: readonly string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{legend}</legend>
      {hint ? <span className={styles.hint}>{hint}</span> : null}
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
  const typed = (name: Exclude<keyof Fields, "models" | "anchors" | "preset">) => ({
    id: name,
    value: fields[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      change({ [name]: event.target.value }),
  });
  return (
    <>
      <SelectField
        label="Corpus"
        hint="The music that the models have learnt from."
        {...typed("corpus")}
        options={[...new Set(["bach", "chorales", fields.corpus])]}
      />
      <InputField
        label="Items"
        hint="Starts from the corpus; every model continues each of them once."
        type="number"
        required
        min={1}
        max={40}
        {...typed("items")}
      />
      <InputField
        label="Temperature"
        hint="How daring the models are, 0 to 2. Empty: the one chosen for this corpus by the written rule."
        type="number"
        min={0}
        max={2}
        step="any"
        {...typed("temperature")}
      />
      <InputField
        label="Seed"
        hint="The same seed gives the same clips."
        type="number"
        required
        min={0}
        max={2147483647}
        {...typed("seed")}
      />
      <InputField
        label="Tempo (quarters a minute)"
        type="number"
        required
        min={40}
        max={240}
        {...typed("tempo")}
      />
      <SelectField label="Instrument" {...typed("instrument")} options={SET_INSTRUMENTS} />
    </>
  );
}
