"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "@/app/_components/button";
import { Dialog } from "@/app/_components/dialog";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { FieldRefusal } from "@/app/admin/_desk/fields";
import { Outcome } from "@/app/admin/_desk/outcome";
import { type FormError, sendAct } from "@/app/admin/_desk/send-act";

/** What an act answers when it went well: where to go next, or a text to show once. */
export interface ActAnswer {
  next?: string;
  show?: { label: string; text: string };
}

interface Props {
  /** Address of the act. */
  action: string;
  method?: "POST" | "PUT" | "DELETE" | "PATCH";
  children?: ReactNode;
  submit: string;
  look?: "primary" | "secondary" | "danger" | "quiet";
  small?: boolean;
  /** Asked before it is done: says what will happen. */
  confirm?: { title: string; text: ReactNode };
  /** Fields that are not shown. */
  fixed?: Record<string, unknown>;
  /** Said beside the button when it was done, where the page does not show that by itself. */
  done?: string;
}

interface State {
  busy: boolean;
  refusal: FormError | null;
  answer: ActAnswer | null;
}

const IDLE: State = { busy: false, refusal: null, answer: null };

/**
 * A form that sends its fields as JSON and keeps what was typed when the answer is no: the reason
 * stands beside the field that it is about, or beside the button. Destructive acts ask first.
 */
export function ActForm(props: Props) {
  const {
    action,
    method = "POST",
    children,
    submit,
    look = "primary",
    small = false,
    confirm,
    fixed,
    done,
  } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [asking, setAsking] = useState<Record<string, unknown> | null>(null);
  const [state, setState] = useState<State>(IDLE);
  const send = async (fields: Record<string, unknown>) => {
    setAsking(null);
    setState({ ...IDLE, busy: true });
    const { answer, refusal } = await sendAct<ActAnswer>(action, fields, method);
    if (refusal) return setState({ ...IDLE, refusal: inForm(refusal, form.current) });
    setState({ ...IDLE, answer });
    if (answer.next) router.push(answer.next);
    router.refresh();
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = { ...fieldsOf(event.currentTarget), ...fixed };
    if (confirm) setAsking(fields);
    else void send(fields);
  };
  return (
    <form
      ref={form}
      onSubmit={onSubmit}
      onInput={() => state.answer && !state.answer.show && setState(IDLE)}
    >
      <FieldRefusal refusal={state.refusal}>{children}</FieldRefusal>
      <Button
        type="submit"
        look={look}
        className={small ? (frameStyles.small ?? "") : ""}
        disabled={state.busy}
      >
        {state.busy ? "Working…" : submit}
      </Button>
      <Outcome refusal={state.refusal} done={state.answer ? done : ""} />
      {state.answer?.show ? (
        <p className={fieldStyles.hint}>
          <label>
            {state.answer.show.label}{" "}
            <input
              className={fieldStyles.input}
              readOnly
              value={state.answer.show.text}
              onFocus={(e) => e.currentTarget.select()}
            />
          </label>
        </p>
      ) : null}
      {confirm ? (
        <Dialog open={asking !== null} title={confirm.title} onClose={() => setAsking(null)}>
          <div>{confirm.text}</div>
          <div className={frameStyles.row}>
            <Button
              look={look === "danger" ? "danger" : "primary"}
              onClick={() => asking && send(asking)}
            >
              {submit}
            </Button>
            <Button look="secondary" onClick={() => setAsking(null)}>
              Cancel
            </Button>
          </div>
        </Dialog>
      ) : null}
    </form>
  );
}

/** A refusal of a field that the form does not show is one of the whole. */
function inForm(refusal: FormError, form: HTMLFormElement | null): FormError {
  const shown = refusal.field !== null && form?.elements.namedItem(refusal.field) != null;
  return shown ? refusal : { ...refusal, field: null };
}

/** The fields of a form by name; names that end in `[]` give lists. */
function fieldsOf(form: HTMLFormElement): Record<string, unknown> {
  const data = new FormData(form);
  const fields: Record<string, unknown> = {};
  for (const name of new Set(data.keys())) {
    if (name.endsWith("[]")) fields[name.slice(0, -2)] = data.getAll(name);
    else fields[name] = data.get(name);
  }
  return fields;
}
