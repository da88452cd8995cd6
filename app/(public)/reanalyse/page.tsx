import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_components/client-messages";
import styles from "@/app/(public)/public.module.css";
import { Reanalyse } from "./reanalyse";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reanalyse");
  return { title: t("title"), description: t("lead") };
}

/** Anybody's ratings table, analysed in the browser: what is usually done beside what is right. */
export default async function ReanalysePage() {
  const t = await getTranslations("reanalyse");
  return (
    <>
      <div className={styles.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </div>
      <ClientMessages namespaces={["reanalyse"]}>
        <Reanalyse />
      </ClientMessages>
      <p>
        <a href="/check-our-maths">{t("maths")}</a>
      </p>
    </>
  );
}
