import type { ReactNode } from "react";
import styles from "@/app/_components/choice.module.css";

interface Option<V extends string | number> {
  value: V;
  label: ReactNode;
}

interface Props<V extends string | number> {
  legend: ReactNode;
  hint?: ReactNode;
  /** Name of the group: another one for every group on the page. */
  name: string;
  options: readonly Option<V>[];
  /** Options side by side instead of one below the other. */
  inline?: boolean;
}

/** A labelled group of radio buttons; nothing is chosen until `value` says so. */
export function SingleChoice<V extends string | number>({
  value,
  onChoose,
  ...group
}: Props<V> & { value: V | null; onChoose: (value: V) => void }) {
  const isChosen = (option: V) => value !== null && option === value;
  return <Group {...group} type="radio" isChosen={isChosen} onToggle={onChoose} />;
}

/** A labelled group of check boxes. */
export function MultipleChoice<V extends string | number>({
  values,
  onToggle,
  ...group
}: Props<V> & { values: readonly V[]; onToggle: (value: V) => void }) {
  return (
    <Group {...group} type="checkbox" isChosen={(v) => values.includes(v)} onToggle={onToggle} />
  );
}

function Group<V extends string | number>(
  props: Props<V> & {
    type: "radio" | "checkbox";
    isChosen: (value: V) => boolean;
    onToggle: (value: V) => void;
  },
) {
  const { legend, hint, name, options, inline, type, isChosen, onToggle } = props;
  return (
    <fieldset>
      <legend className={styles.legend}>{legend}</legend>
      {hint ? <p className={styles.hint}>{hint}</p> : null}
      <div className={`${styles.group} ${inline ? styles.inline : ""}`}>
        {options.map((option) => (
          <label key={option.value} className={styles.row}>
            <input
              type={type}
              name={name}
              value={option.value}
              checked={isChosen(option.value)}
              onChange={() => onToggle(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
