import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ReleasedResults } from "@/app/(public)/results/[slug]/released-results";
import styles from "@/app/(public)/results/results.module.css";
import { publicResults } from "@/lib/services/result/public-results";
import { inLanguage } from "@/lib/study/local-text";

interface Props {
  params: Promise<{ slug: string }>;
}

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("results");
  const shown = await publicResults((await params).slug);
  if (!shown) return { title: t("index") };
  return { title: t("title", { study: inLanguage(shown.title, await getLocale()) }) };
}

/** The results of a study that its researcher released. */
export default async function StudyResultsPage({ params }: Props) {
  const shown = await publicResults((await params).slug);
  if (!shown) notFound();
  const t = await getTranslations("results");
  return (
    <>
      <ReleasedResults shown={shown} />
      <p className={styles.back}>
        <a href="/results">{t("back")}</a>
      </p>
    </>
  );
}
