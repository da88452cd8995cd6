import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_components/client-messages";
import styles from "@/app/(public)/public.module.css";
import { Checks } from "./checks";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("maths");
  return { title: t("title"), description: t("lead") };
}

/** Every published example, computed again in the reader's browser. */
export default async function CheckOurMathsPage() {
  const t = await getTranslations("maths");
  return (
    <>
      <div className={styles.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </div>
      <ClientMessages namespaces={["maths"]}>
        <Checks />
      </ClientMessages>
    </>
  );
}
