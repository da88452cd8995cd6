import { getTranslations } from "next-intl/server";
import styles from "@/app/(public)/models/models.module.css";
import { studyFigure } from "@/lib/services/result/score-figure";
import { publicHome } from "@/lib/services/study/public-home";
import { studyFacts } from "@/lib/services/study/study-facts";

/** Mean scores of the paper's Figure 8, scales 0 to 5. */
const FIGURE_8 = [
  { model: "resNet20_LocalConv", harmony: 3.14, reality: 3.187 },
  { model: "resNet20_Naive", harmony: 2.398, reality: 2.69 },
  { model: "LSTM", harmony: 2.877, reality: 2.967 },
] as const;
const SCALES = ["harmony", "reality"] as const;

/** Means of the study whose results were released last. */
async function released(slug: string | null) {
  if (slug === null) return null;
  const facts = await studyFacts(slug, { names: true });
  const { figure } = await studyFigure(facts, { spread: "sd", selection: "plan", stamps: [] });
  return { slug, cells: figure.cells };
}

/** The paper's means beside those of this site's last released study. */
export async function ScoresBeside() {
  const t = await getTranslations("theStudy.scores");
  const ours = await released((await publicHome()).released);
  const own = (model: string, scale: string) => {
    const cell = ours?.cells.find((c) => c.condition === model && c.dimension === scale);
    return cell && cell.n > 0 ? cell.mean.toFixed(3) : "–";
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <section className={styles.scroll} aria-label={t("title")} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("model")}</th>
              {SCALES.flatMap((scale) => [
                <th key={scale} scope="col">
                  {t(`${scale}Paper`)}
                </th>,
                <th key={`${scale}-here`} scope="col">
                  {t(`${scale}Here`)}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {FIGURE_8.map((row) => (
              <tr key={row.model}>
                <th scope="row">{row.model}</th>
                {SCALES.flatMap((scale) => [
                  <td key={scale}>{row[scale].toFixed(3)}</td>,
                  <td key={`${scale}-here`}>{own(row.model, scale)}</td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.soft}>
        {ours ? <a href={`/results/${ours.slug}`}>{t("ours")}</a> : t("none")}
      </p>
    </>
  );
}
