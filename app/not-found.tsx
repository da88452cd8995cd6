import { getTranslations } from "next-intl/server";
import styles from "@/app/not-found.module.css";

/** Shown for an address that leads nowhere: one sentence and one way on. */
export default async function NotFound() {
  const t = await getTranslations("site.notFound");
  return (
    <main className={styles.page}>
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      <p>
        <a href="/">{t("home")}</a>
      </p>
    </main>
  );
}
