"use client";

import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { useDraft } from "@/app/admin/(desk)/studies/[slug]/settings/draft-context";
import { placeName } from "@/app/admin/(desk)/studies/[slug]/settings/text-names";
import type { DraftSaving } from "@/app/admin/(desk)/studies/[slug]/settings/use-draft-saving";

/** Says that the draft is saved, or why not, what must be put right, and takes steps back. */
export function DraftBar() {
  const { saving, problems, undo, redo } = useDraft();
  return (
    <div className={fieldStyles.draftBar}>
      <div className={frameStyles.row}>
        <span role="status" className={saving.kind === "saved" ? fieldStyles.done : undefined}>
          {stateWords(saving)}
        </span>
        <StepButton label="Undo" act={undo} />
        <StepButton label="Redo" act={redo} />
      </div>
      {saving.kind === "conflict" ? <Conflict why={saving.why} /> : null}
      {problems.length > 0 ? (
        <p role="alert" className={fieldStyles.error}>
          To be put right before the launch:{" "}
          {problems.map(({ place, message }) => `${placeName(place)}: ${message}`).join("; ")}
        </p>
      ) : null}
    </div>
  );
}

function stateWords(saving: DraftSaving): string {
  if (saving.kind === "saved") return "All changes are saved.";
  if (saving.kind === "unsaved") return "Saving…";
  if (saving.kind === "failed") return `Not saved: ${saving.why}. It is tried again by itself.`;
  return "Not saved.";
}

function StepButton({ label, act }: { label: string; act: (() => void) | null }) {
  return (
    <Button
      look="secondary"
      className={frameStyles.small ?? ""}
      disabled={act === null}
      onClick={() => act?.()}
    >
      {label}
    </Button>
  );
}

function Conflict({ why }: { why: string }) {
  const { slug, configuration } = useDraft();
  const file = `data:application/json,${encodeURIComponent(JSON.stringify(configuration, null, 2))}`;
  return (
    <p role="alert" className={fieldStyles.error}>
      {why}.{" "}
      <a href={file} download={`${slug}-mine.json`}>
        Keep yours as a file
      </a>
      , then <a href={`/admin/studies/${slug}/settings`}>load theirs</a>; the file can be taken in
      again below.
    </p>
  );
}
