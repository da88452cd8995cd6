"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { sendAct } from "@/app/admin/_desk/send-act";
import {
  type LocalUpload,
  readLocalUpload,
} from "@/app/admin/(desk)/(admins)/sets/upload/read-upload";
import { UploadPreviewPanel } from "@/app/admin/(desk)/(admins)/sets/upload/upload-preview";
import { TARGET_LUFS } from "@/lib/audio/clip-level";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { LOUDNESS_CHOICES } from "@/lib/stimuli/clip-table";
import { SET_NAME_LENGTH } from "@/lib/stimuli/set-request";

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
    const read = await readLocalUpload(archive, table);
    setState("message" in read ? { kind: "wrong", ...read } : { kind: "read", upload: read });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.kind !== "read") return;
    setSending({ busy: true, message: "" });
    const form = new FormData(event.currentTarget);
    form.set("table", state.upload.table);
    const { answer, refusal } = await sendAct<{ next: string }>("/api/desk/sets/upload", form);
    if (answer) router.push(answer.next);
    else setSending({ busy: false, message: refusal.message });
  };
  const ready = state.kind === "read" && state.upload.preview.problems.length === 0;
  return (
    <div className={frameStyles.columns}>
      <form className={frameStyles.panel} onSubmit={submit}>
        <InputField id="name" label="Name" required maxLength={SET_NAME_LENGTH} />
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
        <p role="alert" className={fieldStyles.error} style={{ whiteSpace: "pre-line" }}>
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
    <InputField
      id={id}
      label={label}
      hint={hint}
      type="file"
      accept={accept}
      onChange={(event) => event.currentTarget.form && onChange(event.currentTarget.form)}
    />
  );
}

const LOUDNESS_WORDS: Record<(typeof LOUDNESS_CHOICES)[number], string> = {
  normalise: `all clips to −${-TARGET_LUFS} LUFS`,
  keep: "leave sound files as they are",
};

function Choices() {
  return (
    <>
      <SelectField
        id="loudness"
        label="Loudness"
        options={LOUDNESS_CHOICES.map((choice) => [choice, LOUDNESS_WORDS[choice]])}
      />
      <SelectField id="instrument" label="Instrument for MIDI files" options={INSTRUMENT_IDS} />
    </>
  );
}

function fileOf(form: HTMLFormElement, name: string): File | null {
  const file = new FormData(form).get(name);
  return file instanceof File && file.size > 0 ? file : null;
}
