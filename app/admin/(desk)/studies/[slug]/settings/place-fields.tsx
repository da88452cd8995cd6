"use client";

import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { limitsAt, valueAt, withValueAt } from "@/lib/study/editing/place";
import { problemAt } from "@/lib/study/editing/problems";

interface PlaceProps {
  /** Where in the configuration the value stands: limits and refusals come from its schema. */
  place: string;
  label: string;
  hint?: string;
}

/** A number of the configuration. */
export function PlaceNumber(props: PlaceProps & { percent?: boolean; step?: number }) {
  const { place, percent = false } = props;
  const { configuration, change } = useDraft();
  const factor = percent ? 100 : 1;
  return (
    <NumberField
      {...props}
      factor={factor}
      onNumber={(value) => change(withValueAt(configuration, place, value), place)}
    />
  );
}

/** A number that stands at a place but is written by the caller, to several places at once for example. */
export function NumberField(
  props: PlaceProps & { factor?: number; step?: number; onNumber: (value: number | null) => void },
) {
  const { place, label, hint, factor = 1, step, onNumber } = props;
  const { configuration, problems } = useDraft();
  const { min, max } = limitsAt(place);
  const value = valueAt(configuration, place);
  const scaled = (limit: number | undefined) => (limit === undefined ? undefined : limit * factor);
  return (
    <InputField
      id={place}
      label={label}
      hint={hint}
      type="number"
      min={scaled(min)}
      max={scaled(max)}
      step={step}
      problem={problemAt(problems, place)}
      value={typeof value === "number" ? Math.round(value * factor * 1e6) / 1e6 : ""}
      onChange={({ target }) =>
        onNumber(target.value === "" ? null : Number(target.value) / factor)
      }
    />
  );
}

/** A line of text of the configuration. */
export function PlaceText({ place, label, hint, type }: PlaceProps & { type?: "text" | "date" }) {
  const { configuration, problems, change } = useDraft();
  return (
    <InputField
      id={place}
      label={label}
      hint={hint}
      type={type ?? "text"}
      maxLength={limitsAt(place).maxLength}
      problem={problemAt(problems, place)}
      value={String(valueAt(configuration, place) ?? "")}
      onChange={({ target }) => change(withValueAt(configuration, place, target.value), place)}
    />
  );
}

/** A yes or no of the configuration. */
export function PlaceCheck({ place, label }: PlaceProps) {
  const { configuration, change } = useDraft();
  return (
    <label className={fieldStyles.checkRow}>
      <input
        type="checkbox"
        checked={valueAt(configuration, place) === true}
        onChange={({ target }) => change(withValueAt(configuration, place, target.checked), place)}
      />{" "}
      {label}
    </label>
  );
}
