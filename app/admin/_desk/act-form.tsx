"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "@/app/_components/button";
import { Dialog } from "@/app/_components/dialog";
import styles from "@/app/admin/_desk/desk-styles";

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
}

/**
 * A form that sends its fields as JSON and keeps what was typed when the answer is no: the reason
 * stands beside the button. Destructive acts ask first.
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
  } = props;
  const router = useRouter();
  const error = useId();
  const [asking, setAsking] = useState<Record<string, unknown> | null>(null);
  const [state, setState] = useState<{ busy: boolean; message: string; answer: ActAnswer | null }>(
    IDLE,
  );
  const send = async (fields: Record<string, unknown>) => {
    setAsking(null);
    setState({ busy: true, message: "", answer: null });
    const { message, answer } = await perform(action, method, fields);
    setState({ busy: false, message, answer });
    if (message !== "") return;
    if (answer?.next) router.push(answer.next);
    router.refresh();
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = { ...fieldsOf(event.currentTarget), ...fixed };
    if (confirm) setAsking(fields);
    else void send(fields);
  };
  return (
    <form onSubmit={onSubmit} aria-describedby={state.message ? error : undefined}>
      {children}
      <Button
        type="submit"
        look={look}
        className={small ? (styles.small ?? "") : ""}
        disabled={state.busy}
      >
        {state.busy ? "Working…" : submit}
      </Button>
      <span role="alert" id={error} className={styles.error}>
        {state.message ? ` ${state.message}` : ""}
      </span>
      {state.answer?.show ? (
        <p className={styles.hint}>
          <label>
            {state.answer.show.label}{" "}
            <input
              className={styles.input}
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
          <div className={styles.row}>
            <Button
              look={look === "quiet" ? "primary" : look}
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

const IDLE = { busy: false, message: "", answer: null };

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

async function perform(action: string, method: string, fields: Record<string, unknown>) {
  try {
    const response = await fetch(action, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    const body = (await response.json().catch(() => null)) as
      | (ActAnswer & { message?: string })
      | null;
    if (response.ok) return { message: "", answer: body };
    return { message: body?.message ?? `the server answered ${response.status}`, answer: null };
  } catch {
    return {
      message: "the server cannot be reached: check the connection and try again",
      answer: null,
    };
  }
}
