"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";
import { Field } from "@/app/admin/_desk/parts";
import { type LocalUpload, readUpload } from "@/app/admin/(desk)/(admins)/sets/upload/read-upload";
import { UploadPreviewPanel } from "@/app/admin/(desk)/(admins)/sets/upload/upload-preview";
import { SET_INSTRUMENTS } from "@/lib/stimuli/set-request";

type State =
  | { kind: "empty" }
  | { kind: "reading" }
  | { kind: "wrong"; message: string }
  | { kind: "read"; upload: LocalUpload };

/** Zip, table and choices; what was read is shown before anything is sent. */
export function UploadForm() {
  const router = useRouter();
  const [state, setState] = useState<State>({ kind: "empty" });
  const [sending, setSending] = useState({ busy: false, message: "" });
  const look = async (form: HTMLFormElement) => {
    const [archive, table] = [fileOf(form, "archive"), fileOf(form, "table")];
    if (!archive) return setState({ kind: "empty" });
    setState({ kind: "reading" });
    setSending({ busy: false, message: "" });
    const read = await readUpload(archive, table);
    setState("message" in read ? { kind: "wrong", ...read } : { kind: "read", upload: read });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.kind !== "read") return;
    setSending({ busy: true, message: "" });
    const form = new FormData(event.currentTarget);
    form.set("table", state.upload.table);
    const { next, message } = await send(form);
    if (next) router.push(next);
    else setSending({ busy: false, message });
  };
  const ready = state.kind === "read" && state.upload.preview.problems.length === 0;
  return (
    <div className={styles.columns}>
      <form className={styles.panel} onSubmit={submit}>
        <Field id="name" label="Name">
          <input id="name" name="name" className={styles.input} required maxLength={200} />
        </Field>
        <FileField
          id="archive"
          label="Clips (zip)"
          accept=".zip,application/zip"
          onChange={(form) => void look(form)}
        />
        <FileField
          id="table"
          label="Table (CSV)"
          hint="Not needed when the zip holds one."
          accept=".csv,.tsv,text/csv"
          onChange={(form) => void look(form)}
        />
        <Choices />
        <Button type="submit" disabled={!ready || sending.busy}>
          {sending.busy ? "Sending…" : "Make the set"}
        </Button>
        <p role="alert" className={styles.error} style={{ whiteSpace: "pre-line" }}>
          {sending.message}
        </p>
      </form>
      <UploadPreviewPanel
        busy={state.kind === "reading"}
        message={state.kind === "wrong" ? state.message : ""}
        upload={state.kind === "read" ? state.upload : null}
      />
    </div>
  );
}

function FileField(props: {
  id: string;
  label: string;
  hint?: string;
  accept: string;
  onChange: (form: HTMLFormElement) => void;
}) {
  const { id, label, hint, accept, onChange } = props;
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        name={id}
        type="file"
        accept={accept}
        className={styles.input}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => event.currentTarget.form && onChange(event.currentTarget.form)}
      />
    </Field>
  );
}

function Choices() {
  return (
    <>
      <Field id="loudness" label="Loudness">
        <select id="loudness" name="loudness" className={styles.input}>
          <option value="normalise">all clips to −18 LUFS</option>
          <option value="keep">leave sound files as they are</option>
        </select>
      </Field>
      <Field id="instrument" label="Instrument for MIDI files">
        <select id="instrument" name="instrument" className={styles.input}>
          {SET_INSTRUMENTS.map((instrument) => (
            <option key={instrument}>{instrument}</option>
          ))}
        </select>
      </Field>
    </>
  );
}

function fileOf(form: HTMLFormElement, name: string): File | null {
  const file = new FormData(form).get(name);
  return file instanceof File && file.size > 0 ? file : null;
}

async function send(form: FormData): Promise<{ next?: string; message: string }> {
  try {
    const response = await fetch("/api/desk/sets/upload", { method: "POST", body: form });
    const body = (await response.json().catch(() => ({}))) as { next?: string; message?: string };
    return response.ok
      ? { next: body.next ?? "/admin/jobs", message: "" }
      : { message: body.message ?? `the server answered ${response.status}` };
  } catch {
    return { message: "the server cannot be reached: check the connection and try again" };
  }
}
