import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import styles from "@/app/(public)/public.module.css";

const PAGES = [
  ...(["the-study", "models", "gallery", "compose", "results"] as const),
  ...(["reanalyse", "check-our-maths"] as const),
] as const;

/** The frame of the public pages. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations();
  return (
    <>
      <header className={styles.bar}>
        <a href="/" className={styles.brand}>
          {t("site.name")}
        </a>
        <nav className={styles.nav} aria-label={t("site.nav.label")}>
          {PAGES.map((name) => (
            <a key={name} href={`/${name}`}>
              {t(`site.nav.${name}`)}
            </a>
          ))}
          <a href="/admin">{t("home.desk")}</a>
        </nav>
      </header>
      <main className={styles.main}>{children}</main>
    </>
  );
}
