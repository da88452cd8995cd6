import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_components/client-messages";
import { committedJson } from "@/app/_server/committed-json";
import { figure9, figure10 } from "@/app/_server/figure-data";
import { claimsTable, trainingTable } from "@/app/_server/public-figures";
import { ArchitectureColumn } from "@/app/(public)/models/architecture";
import { Claims } from "@/app/(public)/models/claims";
import { Figure9, Figure10 } from "@/app/(public)/models/figures";
import { KernelPicture } from "@/app/(public)/models/kernels";
import styles from "@/app/(public)/models/models.module.css";
import { Training } from "@/app/(public)/models/training";
import page from "@/app/(public)/public.module.css";
import { architecturesView } from "@/lib/figures/training-data";

/** Networks side by side, as the paper draws the first four. */
const ROWS = [
  ["CNN_a", "CNN_b", "CNN_c", "CNN_Naive"],
  ["CNN_Naive_Large", "resNet20_Naive", "resNet20_LocalConv", "LSTM"],
] as const;

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("title"), description: t("lead") };
}

/** The networks: how they are built, what training gave, and what they do inside. */
export default async function ModelsPage() {
  const t = await getTranslations("models");
  const [table, claims] = [trainingTable(), claimsTable()];
  const [nine, ten] = [figure9(), figure10()];
  return (
    <ClientMessages namespaces={["models"]}>
      <div className={page.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </div>
      <Section id="architectures" title={t("architecture.title")} lead={t("architecture.lead")}>
        <Architectures />
      </Section>
      <Section id="local-convolution" title={t("kernels.title")} lead={t("kernels.lead")}>
        <KernelPicture />
      </Section>
      <Section id="training" title={t("table.title")} lead={t("table.lead")}>
        {table ? <Training table={table} /> : <p>{t("absent")}</p>}
      </Section>
      <Section id="claims" title={t("claims.title")} lead={t("claims.lead")}>
        {claims ? <Claims {...claims} /> : <p>{t("absent")}</p>}
      </Section>
      <Section id="confidence" title={t("confidence.title")} lead={t("confidence.lead")}>
        {nine ? <Figure9 data={nine} /> : <p>{t("absent")}</p>}
      </Section>
      <Section id="activation" title={t("activation.title")} lead={t("activation.lead")}>
        {ten ? <Figure10 data={ten} /> : <p>{t("absent")}</p>}
      </Section>
    </ClientMessages>
  );
}

interface SectionProps {
  id: string;
  title: string;
  lead: string;
  children: ReactNode;
}

function Section({ id, title, lead, children }: SectionProps) {
  return (
    <section id={id} className={styles.section}>
      <h2>{title}</h2>
      <p className={styles.lead}>{lead}</p>
      {children}
    </section>
  );
}

async function Architectures() {
  const t = await getTranslations("models");
  const found = committedJson("artifacts/architectures.json", architecturesView);
  if (!found) return <p>{t("absent")}</p>;
  const melody = found.architectures.filter(({ encoding }) => encoding === "melody");
  return (
    <>
      <p className={styles.key}>
        <span className={`${styles.swatch} ${styles.local}`} /> {t("architecture.kind.local")}
        <span className={`${styles.swatch} ${styles.shared}`} /> {t("architecture.kind.shared")}
      </p>
      {ROWS.map((ids) => (
        <ul key={ids[0]} className={styles.networks}>
          {melody
            .filter(({ model }) => (ids as readonly string[]).includes(model))
            .sort((a, b) => ids.indexOf(a.model as never) - ids.indexOf(b.model as never))
            .map((network) => (
              <ArchitectureColumn key={network.model} network={network} />
            ))}
        </ul>
      ))}
    </>
  );
}
