import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import type { FormError } from "@/app/admin/_desk/send-act";

/** Beside a form's button: that it was done, or why not; where a field says why, that one does. */
export function Outcome({ refusal, done = "" }: { refusal: FormError | null; done?: string }) {
  const why = refusal?.field
    ? "Nothing was changed: see the field that is marked."
    : refusal?.message;
  return (
    <>
      <span role="status" className={fieldStyles.done}>
        {done}
      </span>
      <span role="alert" className={fieldStyles.error}>
        {why ? ` ${why}` : ""}
      </span>
    </>
  );
}
