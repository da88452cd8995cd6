"use client";

import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { usePendingDraft } from "@/app/admin/_desk/pending-draft";
import { SmallAct } from "@/app/admin/_desk/small-act";

const WHY = {
  unsaved: "A change is being saved: launch in a moment.",
  invalid: "Put right what is marked in the settings first.",
} as const;

/** Launches a draft; refused while what stands in its form is unsaved or not valid. */
export function LaunchAct({ slug }: { slug: string }) {
  const pending = usePendingDraft();
  if (pending) {
    return (
      <>
        <Button className={frameStyles.small ?? ""} disabled>
          Launch
        </Button>
        <span className={fieldStyles.hint}>{WHY[pending]}</span>
      </>
    );
  }
  return (
    <SmallAct
      action={`/api/desk/studies/${slug}/status`}
      fixed={{ change: "launch" }}
      submit="Launch"
      look="primary"
      ask={[
        "Launch this study?",
        "Its settings, texts, seed, stimulus set and analysis plan are frozen. Wording can still be corrected, as a new version. This cannot be undone.",
      ]}
    />
  );
}
