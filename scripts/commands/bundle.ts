import type { RegisterCommands } from "@/scripts/commands/index";
import { stageProgress } from "@/scripts/progress";
import { withDatabase } from "@/scripts/with-database";
import { writePieces } from "@/scripts/write-pieces";

/** `study bundle`: everything of a study that belongs to its paper, as one archive. */
export const registerBundle: RegisterCommands = (program) => {
  program
    .command("bundle <study>")
    .description(
      "data (Psych-DS), stimuli, audit, plan, figures and scripts of a study as one archive",
    )
    .requiredOption("--out <file>", "archive to write (.zip)")
    .option("--look <reason>", "take it before the stop rule is met; the look is logged")
    .action((slug: string, options: { out: string; look?: string }) =>
      withDatabase(() => run(slug, options)),
    );
};

async function run(slug: string, { out, look }: { out: string; look?: string }): Promise<void> {
  const { openResults } = await import("@/lib/services/result/study-looks");
  const { CLI_ACTOR, recordAct } = await import("@/lib/services/act/record-act");
  const { computeAnalysis } = await import("@/lib/services/result/compute-analysis");
  const { studyBundle } = await import("@/lib/services/export/study-bundle");
  const { facts, stamps } = await openResults(slug, CLI_ACTOR, look);
  const progress = stageProgress();
  try {
    await computeAnalysis(facts, {
      onProgress: progress.show,
    });
  } finally {
    progress.stop();
  }
  await writePieces(out, await studyBundle(facts, stamps));
  await recordAct(CLI_ACTOR, { act: "study.bundle", objectKind: "study", objectId: slug });
  process.stdout.write(`${out}\n`);
}
