"use client";

import type { ChangeEvent } from "react";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import {
  SET_CORPORA,
  SET_PRESET_IDS,
  SET_PRESETS,
  type SetPresetId,
} from "@/lib/stimuli/set-presets";
import { SET_LIMITS } from "@/lib/stimuli/set-request";

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

const bounds = ([min, max]: readonly [number, number]) => ({ min, max });

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
      options={SET_PRESET_IDS.map((id) => [id, `${id}: ${SET_PRESETS[id].title}`])}
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
    <fieldset className={fieldStyles.field}>
      <legend className={fieldStyles.label}>{legend}</legend>
      {hint ? <span className={fieldStyles.hint}>{hint}</span> : null}
      <div className={fieldStyles.checks}>
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
        options={SET_CORPORA}
      />
      <InputField
        label="Items"
        hint="Starts from the corpus; every model continues each of them once."
        type="number"
        required
        {...bounds(SET_LIMITS.items)}
        {...typed("items")}
      />
      <InputField
        label="Temperature"
        hint={`How daring the models are, ${SET_LIMITS.temperature.join(" to ")}. Empty: the one chosen for this corpus by the written rule.`}
        type="number"
        {...bounds(SET_LIMITS.temperature)}
        step="any"
        {...typed("temperature")}
      />
      <InputField
        label="Seed"
        hint="The same seed gives the same clips."
        type="number"
        required
        {...bounds(SET_LIMITS.seed)}
        {...typed("seed")}
      />
      <InputField
        label="Tempo (quarters a minute)"
        type="number"
        required
        {...bounds(SET_LIMITS.tempo)}
        {...typed("tempo")}
      />
      <SelectField label="Instrument" {...typed("instrument")} options={INSTRUMENT_IDS} />
    </>
  );
}
