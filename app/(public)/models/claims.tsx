import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import styles from "@/app/(public)/models/models.module.css";
import type { claimsView } from "@/lib/figures/training-data";

const verdict = (holds: boolean | null) =>
  holds === null ? "notMeasured" : holds ? "holds" : "doesNotHold";

/** What the paper says, and what was measured here. */
export async function Claims({ claims }: z.infer<typeof claimsView>) {
  const t = await getTranslations("models.claims");
  return (
    <ul className={styles.claims}>
      {claims.map(({ id, claim, measured, holds }) => (
        <li key={id}>
          <h3>{claim}</h3>
          <p>
            <strong>{t(verdict(holds))}</strong>
          </p>
          <p className={styles.soft}>{measured}</p>
        </li>
      ))}
    </ul>
  );
}
