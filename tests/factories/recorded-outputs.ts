import { contrastFigureSvg } from "@/lib/figures/contrast-figure";
import { exportStream } from "@/lib/services/export/export-stream";
import { analysisDigest, analysisInput } from "@/lib/services/result/analysis-input";
import {
  BREAKDOWNS,
  breakdownPage,
  retestAgreement,
  scoreByStimulus,
} from "@/lib/services/result/breakdown";
import { RATING_SELECTIONS } from "@/lib/services/result/counted-ratings";
import { analysisState } from "@/lib/services/result/kept-analysis";
import { resultWarnings } from "@/lib/services/result/result-warnings";
import { scoreTable } from "@/lib/services/result/score-table";
import { studyContrastFigure } from "@/lib/services/result/study-contrast-figure";
import { studyFigureSvg } from "@/lib/services/result/study-figures";
import { lookState } from "@/lib/services/result/study-looks";
import { loadStudyResults } from "@/lib/services/result/study-results";
import { judgeSessions } from "@/lib/services/session/judge-sessions";
import { studySessions } from "@/lib/services/session/list-sessions";
import { sessionDetail } from "@/lib/services/session/session-detail";
import { auditStudy } from "@/lib/services/study/audit-study";
import { type StudyFacts, studyFacts } from "@/lib/services/study/study-facts";
import { studyExposure, studyProgress } from "@/lib/services/study/study-progress";
import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";

const PAGE = { search: "", descending: false, page: 1, size: 500, filters: {} };
const EXPORTS = ["csv", "csv-wide", "json", "xlsx", "codebook"] as const;
const FIGURES = ["scores", "differences", "values", "originality"] as const;

const rounded = (_: string, value: unknown) =>
  typeof value === "number" ? Number(value.toPrecision(10)) : value;

/** JSON as it would be sent, with keys in order. */
const digest = (value: unknown) => sha256Hex(canonicalJson(JSON.parse(JSON.stringify(value))));

async function bytesDigest(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece as string));
  return sha256Hex(new Uint8Array(Buffer.concat(parts)));
}

/** SHA-256 of every export whose bytes the data decide; the shared level draws new ids each time. */
async function exportDigests(slug: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const format of EXPORTS) {
    for (const blind of [false, true]) {
      const pieces = await exportStream(slug, {
        format,
        freeText: true,
        blind,
        externalIds: true,
      });
      // A workbook is a zip, which holds the time of its making.
      if (format !== "xlsx")
        digests[`${format}${blind ? ", blind" : ""}`] = await bytesDigest(pieces);
      else for await (const _ of pieces);
    }
  }
  return digests;
}

async function figureDigests(slug: string): Promise<Record<string, string>> {
  const facts = await studyFacts(slug, { names: true });
  const { stamps } = await lookState(facts, "");
  const digests: Record<string, string> = {};
  for (const kind of FIGURES) {
    for (const selection of RATING_SELECTIONS) {
      const request = { spread: "sd" as const, selection, stamps };
      const svg =
        kind === "differences"
          ? await keptDifferences(facts, stamps)
          : await studyFigureSvg(facts, kind, request).catch((error: Error) => error.message);
      digests[`${kind}, ${selection}`] = sha256Hex(svg);
    }
  }
  return digests;
}

/** Of the results that were kept, whether or not the statistics would compute them again today. */
async function keptDifferences(facts: StudyFacts, stamps: string[]): Promise<string> {
  const { kept } = await analysisState(facts);
  if (kept?.analysis.report)
    return contrastFigureSvg(studyContrastFigure(facts, kept.analysis.report, stamps), true);
  return `the models of ${facts.slug} have not been computed for its present ratings`;
}

async function tableDigests(slug: string): Promise<Record<string, string>> {
  const facts = await studyFacts(slug);
  const digests: Record<string, string> = {};
  for (const selection of RATING_SELECTIONS) {
    const table = (await scoreTable(facts.id, selection)).sort((a, b) =>
      `${a.condition} ${a.dimension}` < `${b.condition} ${b.dimension}` ? -1 : 1,
    );
    digests[`scores, ${selection}`] = digest(table);
    digests[`stimuli, ${selection}`] = digest(await scoreByStimulus(facts.id, selection));
    for (const by of [...BREAKDOWNS, { factor: "temperature" }]) {
      const page = await breakdownPage(facts.id, selection, {
        ...PAGE,
        sort: "condition",
        by,
        conditions: facts.conditions,
      });
      digests[`${JSON.stringify(by)}, ${selection}`] = digest(page);
    }
  }
  return digests;
}

async function sessionDigests(slug: string): Promise<Record<string, string>> {
  const facts = await studyFacts(slug);
  const sessions = await studySessions(facts, { ...PAGE, sort: "started" });
  const details = [];
  for (const { id } of sessions.rows) details.push(await sessionDetail(facts, id));
  return {
    list: digest(sessions),
    details: digest(details),
    judged: digest(await judgeSessions(slug)),
  };
}

/**
 * Everything that a study's data decide, in a form that can be compared: what the desk shows as
 * digests, results and audit in full.
 */
export async function recordedOutputs(slug: string): Promise<Record<string, unknown>> {
  const facts = await studyFacts(slug);
  const { present: _, ...progress } = await studyProgress(facts);
  const { kept, work } = await analysisState(facts);
  const input = await analysisInput(facts);
  return {
    facts: digest(facts),
    results: await loadStudyResults(slug),
    audit: await auditStudy(slug),
    progress,
    exposure: digest(await studyExposure(facts, { ...PAGE, sort: "completed" })),
    // Another formula of the same numbers: ten digits are the same.
    retest: JSON.parse(JSON.stringify(await retestAgreement(facts), rounded)),
    warnings: await resultWarnings(facts),
    analysis: {
      ratings: (await analysisDigest(facts)).ratings,
      input: digest(input),
      work,
      kept: kept && digest(kept.analysis),
    },
    exports: await exportDigests(slug),
    figures: await figureDigests(slug),
    tables: await tableDigests(slug),
    sessions: await sessionDigests(slug),
  };
}
