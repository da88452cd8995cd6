"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActForm } from "@/app/admin/_desk/act-form";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { slugOf } from "@/app/admin/(desk)/(admins)/studies/new/slug-of";
import type { SetChoice } from "@/lib/services/set/set-overview";
import { STUDY_MODES } from "@/lib/study/terms";

/** The fields of a new study: the preset follows the set, the address follows the name until it is typed. */
export function NewStudyForm({ sets, first }: { sets: readonly SetChoice[]; first: string }) {
  const t = useTranslations("desk.newStudy");
  const [name, setName] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  return (
    <ActForm action="/api/desk/studies" submit={t("make")}>
      <InputField
        id="name"
        label={t("name")}
        hint={t("nameHint")}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <InputField
        id="slug"
        label={t("slug")}
        hint={t("slugHint")}
        required
        maxLength={60}
        pattern="[a-z0-9](-?[a-z0-9])*"
        title={t("slugHint")}
        value={slug ?? slugOf(name)}
        onChange={(event) => setSlug(event.target.value)}
      />
      <SetAndPreset sets={sets} first={first} />
      <SelectField
        id="mode"
        label={t("mode")}
        defaultValue="live"
        options={STUDY_MODES.map((mode) => [mode, t(`modes.${mode}`)] as const)}
      />
      <InputField
        id="participants"
        label={t("participants")}
        type="number"
        min={1}
        max={100000}
        defaultValue={45}
      />
    </ActForm>
  );
}

function SetAndPreset({ sets, first }: { sets: readonly SetChoice[]; first: string }) {
  const t = useTranslations("desk.newStudy");
  const [chosen, setChosen] = useState(first);
  const fits = sets.find(({ id }) => id === chosen)?.fits ?? [];
  const fitting = fits.find(({ reason }) => reason === null)?.preset;
  return (
    <>
      <SelectField
        id="set"
        label={t("set")}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
        options={sets.map(({ id, name, status, stimuli }) => [
          id,
          t("setLine", { name, status, stimuli }),
        ])}
      />
      <SelectField
        key={chosen}
        id="preset"
        label={t("preset")}
        hint={fitting ? t(`presets.${fitting}`) : t("noPreset")}
        defaultValue={fitting}
        options={fits.map(({ preset, reason }) => [
          preset,
          reason ? `${preset}: ${reason}` : preset,
          reason !== null,
        ])}
      />
    </>
  );
}
