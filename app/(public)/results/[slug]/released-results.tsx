import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import page from "@/app/(public)/public.module.css";
import styles from "@/app/(public)/results/results.module.css";
import type { PublicResults } from "@/lib/services/result/public-results";
import { inLanguage } from "@/lib/study/local-text";

/** Headline, people, figure, numbers and files of a study, as the public sees them. */
export async function ReleasedResults({ shown }: { shown: PublicResults }) {
  const t = await getTranslations("results");
  const format = await getFormatter();
  const { completed, excluded } = shown.results;
  const { releasedAt } = shown;
  const title = inLanguage(shown.title, await getLocale());
  return (
    <>
      <div className={page.hero}>
        <h1>{t("title", { study: title })}</h1>
        <p>
          {t("people", { completed, excluded })}{" "}
          {releasedAt
            ? t("released", { day: format.dateTime(releasedAt, { dateStyle: "long" }) })
            : null}
        </p>
      </div>
      <section>
        <h2>{t("figure")}</h2>
        <Figure shown={shown} label={t("figure")} />
      </section>
      <section>
        <h2>{t("table")}</h2>
        <Numbers shown={shown} />
      </section>
      {releasedAt ? (
        <section>
          <h2>{t("downloads")}</h2>
          <Downloads slug={shown.slug} />
        </section>
      ) : null}
    </>
  );
}

function Figure({ shown, label }: { shown: PublicResults; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped */}
      <div dangerouslySetInnerHTML={{ __html: shown.figure }} />
      <p className={styles.soft}>{shown.caption}</p>
      <p className={styles.soft}>{shown.results.ratings}</p>
    </section>
  );
}

const NUMBERS = ["n", "participants", "mean", "sd", "median"] as const;

async function Numbers({ shown }: { shown: PublicResults }) {
  const t = await getTranslations("results");
  const format = await getFormatter();
  const language = await getLocale();
  const named = (id: string) => {
    const found = shown.facts.configuration.dimensions.find((one) => one.id === id);
    return found ? inLanguage(found.name, language) : id;
  };
  const number = (value: number | null, whole: boolean) =>
    value === null
      ? "–"
      : format.number(value, whole ? {} : { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={styles.scroll} aria-label={t("table")} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {(["condition", "dimension", ...NUMBERS] as const).map((column) => (
              <th key={column} scope="col">
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.results.rows.map((row) => (
            <tr key={`${row.condition} ${row.dimension}`}>
              <th scope="row">{row.condition}</th>
              <td>{named(row.dimension)}</td>
              {NUMBERS.map((column) => (
                <td key={column}>
                  {number(row[column], column === "n" || column === "participants")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

async function Downloads({ slug }: { slug: string }) {
  const t = await getTranslations("results");
  const files = [
    ["clips.zip", t("clips")],
    ["bundle.zip", t("bundle")],
    ["ratings.csv", t("ratings")],
    ["figure.svg", t("figureFile", { kind: "SVG" })],
    ["figure.png", t("figureFile", { kind: "PNG" })],
    ["figure.pdf", t("figureFile", { kind: "PDF" })],
  ] as const;
  return (
    <ul className={styles.files}>
      {files.map(([file, text]) => (
        <li key={file}>
          <a href={`/api/public/results/${slug}/${file}`} download>
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
