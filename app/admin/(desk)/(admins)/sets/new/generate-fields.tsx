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
      options={Object.keys(SET_PRESETS)}
    />
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
        {...typed("corpus")}
        options={[...new Set(["bach", "chorales", fields.corpus])]}
      />
      <InputField
        label="Items"
        hint="Primers; each appears once under every model."
        type="number"
        {...typed("items")}
      />
      <InputField
        label="Temperature"
        hint="Empty: the one chosen for this corpus by the written rule."
        type="number"
        step="0.05"
        {...typed("temperature")}
      />
      <InputField
        label="Seed"
        hint="The same seed gives the same clips."
        type="number"
        {...typed("seed")}
      />
      <InputField label="Tempo (quarters a minute)" type="number" {...typed("tempo")} />
      <SelectField label="Instrument" {...typed("instrument")} options={SET_INSTRUMENTS} />
    </>
  );
}
