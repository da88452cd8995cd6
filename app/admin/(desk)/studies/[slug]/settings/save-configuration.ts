import { type Refusal, sendAct } from "@/app/admin/_desk/send-act";

/** Where a form that saves stands. */
export interface Saving {
  busy: boolean;
  refusal: Refusal | null;
  /** Said when it was stored. */
  done: string;
}

/** Before the first saving, and while something is being changed. */
export const NOT_SAVED: Saving = { busy: false, refusal: null, done: "" };

/** Sends a change of a study's configuration. */
export async function saveConfiguration(slug: string, change: object): Promise<Saving> {
  const { refusal } = await sendAct(`/api/desk/studies/${slug}/configuration`, change);
  return refusal ? { ...NOT_SAVED, refusal } : { ...NOT_SAVED, done: "Saved." };
}
