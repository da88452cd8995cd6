"use client";

import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
} from "react";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import type { FormError } from "@/app/admin/_desk/send-act";

const Refused = createContext<FormError | null>(null);

/** Tells the fields of a form why it was refused; the one that is meant says so beside itself. */
export function FieldRefusal({
  refusal,
  children,
}: {
  refusal: FormError | null;
  children: ReactNode;
}) {
  return <Refused value={refusal}>{children}</Refused>;
}

interface Row {
  label: ReactNode;
  /** Stands below the label. */
  hint?: ReactNode;
  /** What is wrong with its value, said beside it while one goes on typing. */
  problem?: string | null;
  /** The field's id, and its name in what is sent unless it has another. */
  id?: string;
}

/** What every field gets: its id and name, and links to its hint and its refusal. */
function useRow({
  id,
  hint,
  name,
  problem,
}: Pick<Row, "id" | "hint" | "problem"> & { name?: string | undefined }) {
  const own = useId();
  const key = id ?? own;
  const refused = useContext(Refused);
  const sent = name ?? id;
  const message = refused && refused.field === sent ? refused.message : (problem ?? null);
  const described = [hint ? `${key}-hint` : "", message ? `${key}-error` : ""].join(" ").trim();
  const field = {
    id: key,
    className: fieldStyles.input,
    ...(sent ? { name: sent } : {}),
    ...(described ? { "aria-describedby": described } : {}),
    ...(message ? { "aria-invalid": true } : {}),
  };
  return { key, message, field, asked: message !== null && !problem };
}

function FieldRow(
  props: Omit<Row, "id"> & { row: ReturnType<typeof useRow>; children: ReactNode },
) {
  const { label, hint, row, children } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Whoever sent a long form stands at its end: take them to what must be put right.
    if (row.asked) place.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [row.asked]);
  return (
    <div className={fieldStyles.field} ref={place}>
      <label htmlFor={row.key}>{label}</label>
      {hint ? (
        <span className={fieldStyles.hint} id={`${row.key}-hint`}>
          {hint}
        </span>
      ) : null}
      {children}
      {row.message ? (
        <span role="alert" className={fieldStyles.error} id={`${row.key}-error`}>
          {row.message}
        </span>
      ) : null}
    </div>
  );
}

/** A labelled line of input. With `onChange` the caller keeps what is typed, else the form does. */
export function InputField({ label, hint, id, problem, ...input }: Row & ComponentProps<"input">) {
  const row = useRow({ id, hint, problem, name: input.name });
  return (
    <FieldRow label={label} hint={hint} row={row}>
      <input {...input} {...row.field} />
    </FieldRow>
  );
}

/** An option: a word, or its value, its words, and whether it cannot be chosen now. */
type SelectOption = string | readonly [value: string, words: string, off?: boolean];

/** A labelled choice of one; options are words, or values with their words. */
export function SelectField({
  label,
  hint,
  id,
  problem,
  options,
  ...select
}: Row & ComponentProps<"select"> & { options: readonly SelectOption[] }) {
  const row = useRow({ id, hint, problem, name: select.name });
  return (
    <FieldRow label={label} hint={hint} row={row}>
      <select {...select} {...row.field}>
        {options.map((option) => {
          const [value, words, off] = typeof option === "string" ? [option, option] : option;
          return (
            <option key={value} value={value} disabled={off ?? false}>
              {words}
            </option>
          );
        })}
      </select>
    </FieldRow>
  );
}
