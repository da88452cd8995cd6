"use client";

import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import {
  LocalFields,
  Member,
  ShortField,
} from "@/app/admin/(desk)/studies/[slug]/settings/local-fields";
import type { Dimension, StudyConfiguration } from "@/lib/study/configuration";
import { withRange } from "@/lib/study/editing/scales-and-questions";

const WORDS = [
  ["name", "Name"],
  ["question", "Question"],
  ["definition", "Definition"],
  ["lowLabel", "Label of the low end"],
  ["highLabel", "Label of the high end"],
] as const;

interface Props {
  dimension: Dimension;
  index: number;
  count: number;
  plan: StudyConfiguration["plan"];
  languages: readonly string[];
  onChange: (dimension: Dimension) => void;
  onPlan: (part: Partial<Pick<StudyConfiguration["plan"], "primary" | "dimensions">>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One rating dimension: its key, points, words in every language, and its part in the plan. */
export function ScaleEditor(props: Props) {
  const { dimension, index, count, languages, onChange, onMove, onRemove } = props;
  const of = `Scale ${index + 1}`;
  const only = count === 1;
  return (
    <Member
      place={`dimensions.${index}`}
      of={of}
      heading={dimension.name}
      id={dimension.id}
      languages={languages}
      first={index === 0}
      last={index === count - 1}
      onId={(id) => onChange({ ...dimension, id })}
      onMove={onMove}
      onRemove={only ? undefined : onRemove}
      short={
        <>
          <ShortField
            label="Lowest point"
            of={of}
            type="number"
            value={String(dimension.low)}
            onChange={(low) => onChange(withRange(dimension, { low: Number(low) }))}
          />
          <ShortField
            label="Highest point"
            of={of}
            type="number"
            value={String(dimension.high)}
            onChange={(high) => onChange(withRange(dimension, { high: Number(high) }))}
          />
        </>
      }
    >
      {WORDS.map(([field, label]) => (
        <LocalFields
          key={field}
          label={label}
          of={of}
          text={dimension[field]}
          languages={languages}
          onChange={(text) => onChange({ ...dimension, [field]: text })}
        />
      ))}
      <PointLabels {...props} of={of} />
      <PlanPart {...props} of={of} />
    </Member>
  );
}

function PointLabels({ dimension, languages, onChange, of }: Props & { of: string }) {
  const { low, high, pointLabels } = dimension;
  const count = Math.min(11, Math.max(0, high - low + 1));
  const points = Array.from({ length: count }, (_, i) => String(low + i));
  const change = (point: string, text: Record<string, string>) => {
    const { [point]: _, ...rest } = pointLabels;
    const empty = Object.values(text).every((words) => words === "");
    onChange({ ...dimension, pointLabels: empty ? rest : { ...rest, [point]: text } });
  };
  return (
    <details className={`${partStyles.details} ${fieldStyles.back}`}>
      <summary>Words at single points ({Object.keys(pointLabels).length})</summary>
      {points.map((point) => (
        <LocalFields
          key={point}
          label={`Point ${point}`}
          of={of}
          text={pointLabels[point] ?? {}}
          languages={languages}
          onChange={(text) => change(point, text)}
        />
      ))}
    </details>
  );
}

function PlanPart({ dimension, plan, onPlan, of }: Props & { of: string }) {
  const { id } = dimension;
  const confirmatory = plan.dimensions.includes(id);
  const others = plan.dimensions.filter((one) => one !== id);
  return (
    <div className={fieldStyles.checks}>
      <label>
        <input
          type="radio"
          name="primary dimension"
          checked={plan.primary === id}
          aria-label={`${of}: primary question of the plan`}
          onChange={() => onPlan({ primary: id })}
        />
        primary question of the plan
      </label>
      <label>
        <input
          type="checkbox"
          checked={confirmatory}
          disabled={confirmatory && others.length === 0}
          aria-label={`${of}: contrasts are confirmatory`}
          onChange={(event) =>
            onPlan({ dimensions: event.target.checked ? [...others, id] : others })
          }
        />
        contrasts are confirmatory
      </label>
    </div>
  );
}
