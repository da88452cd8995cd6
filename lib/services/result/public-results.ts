import { scoreFigureSvg } from "@/lib/figures/score-figure";
import { plainSql } from "@/lib/services/database";
import { type StudyFacts, studyFacts } from "@/lib/services/study/study-facts";
import { studyFigure } from "./score-figure";
import { lookState } from "./study-looks";
import { loadStudyResults, type StudyResults } from "./study-results";

/** A study whose results are public. */
export interface ReleasedStudy {
  slug: string;
  name: string;
  releasedAt: Date;
}

/** Released and still closed: a study that was opened again shows nothing. */
export async function releasedStudies(): Promise<ReleasedStudy[]> {
  const sql = await plainSql();
  return sql<ReleasedStudy[]>`
    select slug, name, released_at as "releasedAt" from studies
    where released_at is not null and status = 'closed' and mode <> 'test' and archived_at is null
    order by released_at desc`;
}

/** What a public results page shows. */
export interface PublicResults extends ReleasedStudy {
  facts: StudyFacts;
  /** The figure, without its caption, and with it. */
  figure: string;
  figureWithCaption: string;
  results: StudyResults;
}

/** The results of a released study, or null where they are not public. */
export async function publicResults(slug: string): Promise<PublicResults | null> {
  const study = (await releasedStudies()).find((one) => one.slug === slug);
  if (!study) return null;
  const facts = await studyFacts(slug, { names: true });
  const { stamps } = await lookState(facts, "");
  const { figure } = await studyFigure(facts, { spread: "sd", selection: "plan", stamps });
  return {
    ...study,
    facts,
    figure: scoreFigureSvg(figure),
    figureWithCaption: scoreFigureSvg(figure, { caption: true }),
    results: await loadStudyResults(slug),
  };
}
