import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_components/client-messages";
import styles from "@/app/(public)/public.module.css";
import { Composer } from "./composer";
import { shippedModels, usualTemperature } from "./shipped-models";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("compose");
  return { title: t("title"), description: t("lead") };
}

/** A person and a network write a melody in turns; everything happens in the browser. */
export default async function ComposePage() {
  const t = await getTranslations("compose");
  return (
    <>
      <div className={styles.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </div>
      <ClientMessages namespaces={["compose"]}>
        <Composer models={shippedModels()} temperature={usualTemperature()} />
      </ClientMessages>
    </>
  );
}
