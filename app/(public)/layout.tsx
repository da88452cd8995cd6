import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import styles from "@/app/(public)/public.module.css";

/** The frame of the public pages. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations();
  return (
    <>
      <header className={styles.bar}>
        <a href="/" className={styles.brand}>
          {t("site.name")}
        </a>
        <a href="/admin">{t("home.desk")}</a>
      </header>
      <main className={styles.main}>{children}</main>
    </>
  );
}
