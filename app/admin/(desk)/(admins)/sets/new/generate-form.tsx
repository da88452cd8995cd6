"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { FieldRefusal, InputField } from "@/app/admin/_desk/fields";
import { Outcome } from "@/app/admin/_desk/outcome";
import { type FormError, sendAct } from "@/app/admin/_desk/send-act";
import {
  Boxes,
  type Fields,
  NumberFields,
  PresetField,
} from "@/app/admin/(desk)/(admins)/sets/new/generate-fields";
import { makingTime } from "@/app/admin/(desk)/(admins)/sets/new/making-time";
import type { ParentFields } from "@/app/admin/(desk)/(admins)/sets/new/parent-fields";
import { ANCHORS, SET_PRESETS, type SetPresetId } from "@/lib/stimuli/set-presets";
import { SET_NAME_LENGTH, setRequestOf } from "@/lib/stimuli/set-request";

interface Props {
  models: readonly string[];
  secondsPerClip: number | null;
  parent: ParentFields | null;
}

/** The form of a new set with a live preview; a refused form keeps what was typed. */
export function GenerateForm({ models, secondsPerClip, parent }: Props) {
  const router = useRouter();
  const [fields, setFields] = useState<Fields>(() => startFields(parent));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<FormError | null>(null);
  const change = (part: Partial<Fields>) => setFields((now) => ({ ...now, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    const sent = await sendAct<{ next: string }>("/api/desk/sets", request(fields, parent?.id));
    if (sent.answer) return router.push(sent.answer.next);
    setBusy(false);
    setRefusal(sent.refusal);
  };
  return (
    <div className={frameStyles.columns}>
      <form className={frameStyles.panel} onSubmit={submit}>
        <FieldRefusal refusal={refusal}>
          <InputField
            id="name"
            label="Name"
            hint="Shown to staff only."
            required
            maxLength={SET_NAME_LENGTH}
            value={fields.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <PresetField
            value={fields.preset}
            onChange={(preset) => change({ preset, ...presetFields(preset) })}
          />
          <Boxes
            legend="Models"
            all={models}
            chosen={fields.models}
            onChange={(chosen) => change({ models: chosen })}
          />
          <Boxes
            legend="Hidden anchors"
            hint="Clips by which one sees whether people listen: the composer's own continuation, and the same with its notes in disorder."
            all={ANCHORS}
            chosen={fields.anchors}
            onChange={(chosen) => change({ anchors: chosen })}
          />
          <NumberFields fields={fields} change={change} />
        </FieldRefusal>
        <Button type="submit" disabled={busy}>
          {busy ? "Asking…" : "Generate"}
        </Button>
        <Outcome refusal={refusal} />
      </form>
      <Preview fields={fields} secondsPerClip={secondsPerClip} />
    </div>
  );
}

function startFields(parent: Props["parent"]): Fields {
  const preset = (parent && parent.preset in SET_PRESETS ? parent.preset : "paper") as SetPresetId;
  const { tempo, instrument } = setRequestOf({ preset, seed: 0 });
  const drawn = String(Math.floor(Math.random() * 1_000_000));
  const base = {
    preset,
    ...presetFields(preset),
    temperature: "",
    seed: drawn,
    tempo: String(tempo),
    instrument,
    name: "",
  };
  if (!parent) return base;
  return {
    ...base,
    name: `${parent.name}, again`,
    models: parent.models,
    anchors: parent.anchors,
    corpus: parent.corpus,
    items: String(parent.items),
    temperature: parent.temperature === null ? "" : String(parent.temperature),
    tempo: String(parent.tempo),
    instrument: parent.instrument,
  };
}

function presetFields(preset: SetPresetId) {
  const { models, anchors, corpus, items } = SET_PRESETS[preset];
  return {
    models: [...models] as string[],
    anchors: [...anchors] as string[],
    corpus: corpus as string,
    items: String(items),
  };
}

function Preview({ fields, secondsPerClip }: { fields: Fields; secondsPerClip: number | null }) {
  const items = Number(fields.items) || 0;
  const clips = items * (fields.models.length + fields.anchors.length);
  const length = (8 * 4 * 60) / (Number(fields.tempo) || 120);
  return (
    <section className={frameStyles.panel} aria-live="polite">
      <h2>What will be made</h2>
      <dl className={partStyles.facts}>
        <dt>Clips to rate</dt>
        <dd>
          {clips.toLocaleString("en-GB")} ({items} items ×{" "}
          {[...fields.models, ...fields.anchors].length} conditions)
        </dd>
        <dt>Each</dt>
        <dd>8 bars, {length.toFixed(1)} s and its last notes' decay</dd>
        <dt>Besides</dt>
        <dd>practice and calibration clips from items that are not rated</dd>
        <dt>Takes about</dt>
        <dd>{makingTime(items * fields.models.length, secondsPerClip)}</dd>
      </dl>
      <p className={fieldStyles.hint}>
        One participant who hears everything listens for {Math.round((clips * length) / 60)}{" "}
        minutes; the study decides how many each one hears.
      </p>
    </section>
  );
}

/** What the form asks for, as the interface takes it. */
function request(fields: Fields, parentId: string | null = null): object {
  return {
    ...fields,
    temperature: fields.temperature === "" ? null : Number(fields.temperature),
    seed: Number(fields.seed),
    items: Number(fields.items),
    tempo: Number(fields.tempo),
    parentId,
  };
}
