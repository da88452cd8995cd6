import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { scoreCaption } from "@/lib/figures/score-caption";
import { scoreFigureSvg } from "@/lib/figures/score-figure";
import { database } from "@/lib/services/database";
import { type StudyFacts, studyFacts } from "@/lib/services/study/study-facts";
import type { LocalText } from "@/lib/study/local-text";
import { studyFigure } from "./score-figure";
import { lookState } from "./study-looks";
import { loadStudyResults, type StudyResults } from "./study-results";

/** A study whose results are public. */
export interface ReleasedStudy {
  slug: string;
  /** Its headline: the title that participants read; the name at the desk stays there. */
  title: LocalText;
  releasedAt: Date;
}

/** Released and still closed: a study that was opened again shows nothing. */
export async function releasedStudies(): Promise<ReleasedStudy[]> {
  const db = await database();
  const { slug, releasedAt, status, mode, archivedAt } = studies;
  const newest = db
    .select({ configuration: studyVersions.configuration })
    .from(studyVersions)
    .where(and(eq(studyVersions.studyId, studies.id), eq(studyVersions.status, "frozen")))
    .orderBy(desc(studyVersions.number))
    .limit(1)
    .as("newest");
  const rows = await db
    .select({ slug, configuration: newest.configuration, releasedAt })
    .from(studies)
    .crossJoinLateral(newest)
    .where(and(isNotNull(releasedAt), eq(status, "closed"), eq(mode, "live"), isNull(archivedAt)))
    .orderBy(desc(releasedAt));
  return rows.map((row) => ({
    slug: row.slug,
    title: row.configuration.texts.title,
    releasedAt: row.releasedAt!,
  }));
}

/** What a public results page shows. */
export interface PublicResults extends Omit<ReleasedStudy, "releasedAt"> {
  /** Null in a preview. */
  releasedAt: Date | null;
  facts: StudyFacts;
  /** The figure, without its caption, and with it. */
  figure: string;
  figureWithCaption: string;
  /** Which error bars and ratings the figure shows. */
  caption: string;
  results: StudyResults;
}

/** The results of a released study, or null where they are not public. */
export async function publicResults(slug: string): Promise<PublicResults | null> {
  const study = (await releasedStudies()).find((one) => one.slug === slug);
  return study ? { ...(await shownResults(slug)), releasedAt: study.releasedAt } : null;
}

/**
 * What the public page of a study would show, for a look at it before the release.
 * @throws InputError for an unknown slug
 */
export async function previewPublicResults(slug: string): Promise<PublicResults> {
  return { ...(await shownResults(slug)), releasedAt: null };
}

async function shownResults(slug: string): Promise<Omit<PublicResults, "releasedAt">> {
  const facts = await studyFacts(slug, { names: true });
  const { stamps } = await lookState(facts, "");
  const { figure } = await studyFigure(facts, { spread: "sd", selection: "plan", stamps });
  return {
    slug,
    title: facts.configuration.texts.title,
    facts,
    figure: scoreFigureSvg(figure),
    figureWithCaption: scoreFigureSvg(figure, { caption: true }),
    caption: scoreCaption(figure),
    results: await loadStudyResults(slug),
  };
}
