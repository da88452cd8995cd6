import { getTranslations } from "next-intl/server";
import { LazyDrawing } from "@/app/(public)/models/drawing";
import styles from "@/app/(public)/models/models.module.css";
import { PaperTable } from "@/app/(public)/models/paper-table";
import { LENGTH_MEASURES } from "@/lib/figures/length-figure";
import { type ClaimsView, CONVERGENCE_WINDOWS } from "@/lib/figures/training-data";

const verdict = (holds: boolean | null) =>
  holds === null ? "notMeasured" : holds ? "holds" : "doesNotHold";

/** A card a claim: what the paper says, the verdict, what was measured, the command. */
export async function ClaimCards({ claims }: Pick<ClaimsView, "claims">) {
  const t = await getTranslations("models.claims");
  return (
    <ul className={styles.claims}>
      {claims.map(({ id, claim, measured, holds, command }) => (
        <li key={id}>
          <h3>{claim}</h3>
          <p>
            <strong>{t(verdict(holds))}</strong>
          </p>
          <p className={styles.soft}>{measured}</p>
          <p className={styles.soft}>
            {t("repeat")} <code>{command}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What the paper says, and what was measured here, with how the runs went. */
export function Claims({ claims, convergence, length, paper }: ClaimsView) {
  return (
    <>
      <ClaimCards claims={claims} />
      {paper ? <PaperTable table={paper} /> : null}
      {convergence.length > 0 ? <Convergence runs={convergence} /> : null}
      {length.length > 0 ? <Length runs={length} /> : null}
    </>
  );
}

/** How training accuracy rose, pass by pass, under every kind of windows that was run. */
async function Convergence({ runs }: { runs: ClaimsView["convergence"] }) {
  const t = await getTranslations("models.claims");
  return (
    <>
      <h3>{t("convergence")}</h3>
      {CONVERGENCE_WINDOWS.filter((kind) => runs.some(({ windows }) => windows === kind)).map(
        (windows) => (
          <LazyDrawing
            key={windows}
            name={`claims-convergence-${windows}`}
            label={t(`windows.${windows}`)}
          />
        ),
      )}
      {runs.some(({ lossByPass }) => lossByPass) ? (
        <LazyDrawing name="claims-table-loss" label={t("tableLoss")} />
      ) : null}
      <p className={styles.soft}>{t("convergenceHow")}</p>
    </>
  );
}

/** How long pieces go on, bar by bar. */
async function Length({ runs }: { runs: ClaimsView["length"] }) {
  const t = await getTranslations("models.claims");
  const { clips, temperature, byBar } = runs[0]!;
  return (
    <>
      <h3>{t("length")}</h3>
      {LENGTH_MEASURES.map((measure) => (
        <LazyDrawing key={measure} name={`claims-length-${measure}`} label={t(`by.${measure}`)} />
      ))}
      <p className={styles.soft}>{t("how", { bars: byBar.length, clips, temperature })}</p>
    </>
  );
}
