import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import page from "@/app/(public)/public.module.css";
import styles from "@/app/(public)/results/results.module.css";
import { releasedStudies } from "@/lib/services/result/public-results";
import { inLanguage } from "@/lib/study/local-text";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("results");
  return { title: t("index"), description: t("indexLead") };
}

/** Studies whose results are public. */
export default async function ResultsPage() {
  const t = await getTranslations("results");
  const format = await getFormatter();
  const language = await getLocale();
  const studies = await releasedStudies();
  return (
    <>
      <div className={page.hero}>
        <h1>{t("index")}</h1>
        <p>{t("indexLead")}</p>
      </div>
      {studies.length === 0 ? <p>{t("none")}</p> : null}
      <ul className={styles.studies}>
        {studies.map(({ slug, title, releasedAt }) => (
          <li key={slug}>
            <a href={`/results/${slug}`}>{inLanguage(title, language)}</a>
            <span>
              {t("released", { day: format.dateTime(releasedAt, { dateStyle: "long" }) })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
