import { BUNDLE_SCRIPTS, bundleScript } from "@/lib/export/bundle/script-files";
import { settingsCsv } from "@/lib/export/bundle/settings";
import { bundleCredits, bundleReadme, stimuliParagraph } from "@/lib/export/bundle/texts";
import { dataFileName, datasetDescription } from "@/lib/export/psych-ds";
import { numbersCsv } from "@/lib/export/report-numbers";
import { type ArchiveFile, zipArchive } from "@/lib/export/zip";
import { analysisInput } from "@/lib/services/result/analysis-input";
import { currentAnalysis } from "@/lib/services/result/kept-analysis";
import { modeStamp } from "@/lib/services/result/score-figure";
import { readStimulusSet } from "@/lib/services/set/read-stimulus-set";
import { auditStudy } from "@/lib/services/study/audit-study";
import { preregistrationText } from "@/lib/services/study/preregistration-text";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";
import { resultWords } from "@/lib/stats/result-words";
import { FILE_KINDS, type FileKind } from "@/lib/stimuli/manifest";
import { stimulusFileName } from "@/lib/stimuli/stimulus-ids";
import { configurationDigest } from "@/lib/study/configuration";
import { bundleData } from "./bundle-data";
import { bundleFigures } from "./bundle-figures";
import { plannedAndDone } from "./planned-and-done";

/**
 * The paper bundle of a study, piece by piece: a zip with a Psych-DS data set, stimuli, design audit,
 * plan beside what was done, methods, credits, figures, and scripts that compute every number again.
 * @param facts under the conditions' own names: the clips in the bundle tell them anyway
 * @param stamps what must be said with every result
 * @throws InputError where the models have not been computed for the present ratings, or give nothing
 */
export async function studyBundle(
  facts: StudyFacts,
  stamps: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  const { analysis } = await currentAnalysis(facts);
  if (!analysis.report) throw new InputError(`bundle: ${analysis.reason}`, { code: "conflict" });
  const input = await analysisInput(facts);
  const set = await readStimulusSet(facts.setId);
  const data = await bundleData(facts, input.sessions, input.rules);
  const { configuration: c } = facts;
  const clips = set.manifest.stimuli.length;
  const catches = c.trials.catches > 0;
  const words = `${stimuliParagraph(set.manifest.set, clips)}\n\n${resultWords(analysis.report)}`;
  const readme = bundleReadme({
    title: facts.name,
    slug: facts.slug,
    stamps: [...modeStamp(facts), ...stamps],
    planDigest: configurationDigest([c.plan, c.stop]),
    ...(await plannedAndDone(facts, analysis, input)),
    set: set.manifest.set,
    clips,
    catches,
    methods: words,
    answer: analysis.report.primary?.sentence ?? analysis.report.primaryReason ?? "",
  });
  const description = datasetDescription({
    name: facts.name,
    description: `Ratings of a listening study (${facts.slug}): ${c.dimensions.map((d) => d.id).join(", ")} of ${facts.conditions.map(({ id }) => id).join(", ")}.`,
    keywords: ["music", "listening study", "generated music"],
    columns: data.columns,
  });
  const files: ArchiveFile[] = [
    text("README.md", readme),
    text("CHANGES.md", `# Changes\n\nMade from ${facts.completed} completed sessions.\n`),
    text("CREDITS.md", bundleCredits(set.manifest.set, catches)),
    text("dataset_description.json", json(description)),
    { path: `data/${dataFileName(facts.slug, "ratings")}`, content: () => data.ratings },
    text(`data/${dataFileName(facts.slug, "sessions")}`, data.sessions),
    text("documentation/codebook.json", json(data.codebook)),
    text("documentation/preregistration.txt", preregistrationText(facts)),
    text("documentation/plan.json", json({ plan: c.plan, stop: c.stop, trials: c.trials })),
    text("documentation/methods.md", `${words}\n`),
    {
      path: "documentation/design-audit.json",
      content: async () => json(withoutIds(await auditStudy(facts.slug))),
    },
    ...BUNDLE_SCRIPTS.map((name) => text(`analysis/${name}`, bundleScript(name))),
    text("analysis/settings.csv", settingsCsv(input, analysis)),
    text("analysis/numbers.csv", numbersCsv(analysis)),
    ...bundleFigures(facts, stamps),
    text("materials/stimuli/manifest.json", json(set.manifest)),
    ...stimulusFiles(set),
  ];
  return zipArchive(files);
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function text(path: string, content: string): ArchiveFile {
  return { path, content: () => Promise.resolve(content) };
}

/** Sessions keep no stored id in a bundle: of those out of order, their number is told. */
function withoutIds(audit: Awaited<ReturnType<typeof auditStudy>>): object {
  const { orders, ...rest } = audit;
  const different = orders.different.map(({ what }) => what);
  return { ...rest, orders: { checked: orders.checked, different } };
}

function stimulusFiles({ manifest, read }: Awaited<ReturnType<typeof readStimulusSet>>) {
  const packed: readonly FileKind[] = ["mp3"];
  return manifest.stimuli.flatMap((stimulus) =>
    FILE_KINDS.filter((kind) => stimulus.files[kind]).map(
      (kind): ArchiveFile => ({
        path: `materials/stimuli/${stimulusFileName(stimulus.id, kind)}`,
        packed: packed.includes(kind),
        content: () => read(stimulus.id, kind),
      }),
    ),
  );
}
