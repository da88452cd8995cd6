"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type FormError, sendAct } from "@/app/admin/_desk/send-act";

/** Where a form that saves stands. */
interface Saving {
  busy: boolean;
  refusal: FormError | null;
  /** Said when it was stored. */
  done: string;
}

const NOT_SAVED: Saving = { busy: false, refusal: null, done: "" };

/**
 * Saves changes of a study's configuration and shows the page as it then is.
 * @returns where the saving stands, what saves, and what forgets the last one while something is changed
 */
export function useSaving(slug: string) {
  const router = useRouter();
  const [saving, setSaving] = useState(NOT_SAVED);
  const save = async (change: object) => {
    setSaving({ ...NOT_SAVED, busy: true });
    const { refusal } = await sendAct(`/api/desk/studies/${slug}/configuration`, change);
    setSaving(refusal ? { ...NOT_SAVED, refusal } : { ...NOT_SAVED, done: "Saved." });
    if (!refusal) router.refresh();
  };
  return { saving, save, forget: () => setSaving(NOT_SAVED) };
}
