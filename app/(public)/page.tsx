import { getTranslations } from "next-intl/server";
import styles from "@/app/(public)/public.module.css";
import { scoreCaption } from "@/lib/figures/score-caption";
import { scoreFigureSvg } from "@/lib/figures/score-figure";
import { studyFigure } from "@/lib/services/result/score-figure";
import { type PublicClip, publicHome } from "@/lib/services/study/public-home";
import { studyFacts } from "@/lib/services/study/study-facts";

/** What this is in two sentences, a pair of pieces to hear, and the released figure. */
export default async function Home() {
  const t = await getTranslations("home");
  const { pair, released } = await publicHome();
  return (
    <>
      <section className={styles.hero}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </section>
      {pair ? <Pair pair={pair} /> : null}
      <About />
      <section>
        <h2>{t("results")}</h2>
        {released ? <ReleasedFigure slug={released} /> : <p>{t("noResults")}</p>}
      </section>
    </>
  );
}

/** Which study is rebuilt, and where its claims and the visitor's own ratings are looked at. */
async function About() {
  const t = await getTranslations("home");
  return (
    <section>
      <h2>{t("about")}</h2>
      <p>{t("aboutText")}</p>
      <p>
        <a href="/models#claims">{t("claims")}</a>
      </p>
      <p>
        <a href="/reanalyse">{t("own")}</a>
      </p>
    </section>
  );
}

async function Pair({ pair }: { pair: [PublicClip, PublicClip] }) {
  const t = await getTranslations("home");
  return (
    <section>
      <h2>{t("pair")}</h2>
      <p>{t("pairHint")}</p>
      <div className={styles.pair}>
        {pair.map((clip, index) => (
          <div key={clip.stimulusId} className={styles.piece}>
            <h3>{"AB"[index]}</h3>
            {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
            <audio
              controls
              preload="none"
              aria-label={t("play", { letter: "AB"[index] ?? "" })}
              src={`/api/public/clips/${clip.setId}/${clip.stimulusId}`}
            />
          </div>
        ))}
      </div>
      <details>
        <summary>{t("reveal")}</summary>
        <p>{pair.map((clip, index) => `${"AB"[index]}: ${clip.condition}`).join(" · ")}</p>
      </details>
    </section>
  );
}

async function ReleasedFigure({ slug }: { slug: string }) {
  const facts = await studyFacts(slug, { names: true });
  const { figure } = await studyFigure(facts, { spread: "sd", selection: "plan", stamps: [] });
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped */}
      <div dangerouslySetInnerHTML={{ __html: scoreFigureSvg(figure) }} />
      <figcaption>{scoreCaption(figure)}</figcaption>
    </figure>
  );
}
