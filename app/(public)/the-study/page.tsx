import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_components/client-messages";
import { claimsTable } from "@/app/_server/public-figures";
import { ClaimCards } from "@/app/(public)/models/claims";
import page from "@/app/(public)/public.module.css";
import { Quiz } from "@/app/(public)/the-study/quiz";
import { ScoresBeside } from "@/app/(public)/the-study/scores";
import { humanPairs } from "@/lib/services/study/human-pairs";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("theStudy");
  return { title: t("title"), description: t("lead") };
}

/** Where the authors present the paper. */
const PAPER = "https://somedaywilldo.github.io/local_conv_music_generation/";

/** The study that this site rebuilds: question, scales, its numbers beside ours, claims, a quiz. */
export default async function TheStudyPage() {
  const t = await getTranslations("theStudy");
  const [claims, pairs] = [claimsTable(), await humanPairs(3)];
  return (
    <ClientMessages namespaces={["theStudy"]}>
      <div className={page.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </div>
      <section>
        <h2>{t("paper.title")}</h2>
        <p>{t.rich("paper.cite", { link: (text) => <a href={PAPER}>{text}</a> })}</p>
        <p>{t("paper.design")}</p>
        <p>{t("paper.harmony")}</p>
        <p>{t("paper.reality")}</p>
      </section>
      <section>
        <h2>{t("scores.title")}</h2>
        <ScoresBeside />
      </section>
      <section>
        <h2>{t("claims")}</h2>
        {claims ? <ClaimCards claims={claims.claims} /> : <p>{t("absent")}</p>}
      </section>
      <section>
        <h2>{t("quiz.title")}</h2>
        <p>{t("quiz.lead")}</p>
        {pairs.length > 0 ? <Quiz pairs={pairs} /> : <p>{t("quiz.none")}</p>}
      </section>
    </ClientMessages>
  );
}
