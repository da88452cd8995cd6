import { Option } from "commander";
import type { StudyChange } from "@/lib/services/study/set-study-status";
import { InputError } from "@/lib/shared/invariant";
import type { StopRule } from "@/lib/study/analysis-plan";
import { STUDY_PRESETS } from "@/lib/study/presets";
import { stopRuleWords, WIDTH_COUNTS_FROM } from "@/lib/study/stop-rule";
import { STUDY_MODES, type StudyMode } from "@/lib/study/terms";
import type { RegisterCommands } from "@/scripts/commands/index";
import { registerStudyDesigns } from "@/scripts/commands/study-designs";
import { numberOption } from "@/scripts/options";
import { textTable } from "@/scripts/text-table";
import { print, withDatabase } from "@/scripts/with-database";

interface CreateOptions {
  set: string;
  preset?: string;
  slug: string;
  name?: string;
  mode: StudyMode;
  seed?: string;
  participants?: number;
  width?: number;
  json?: boolean;
}

/** `study studies`: making and running studies. */
export const registerStudies: RegisterCommands = (program) => {
  const studies = program.command("studies").description("studies: make, launch, close, list");
  studies
    .command("create")
    .description("make a draft study over a stimulus set")
    .requiredOption("--set <set>", "id or name of the stimulus set")
    .addOption(
      new Option(
        "--preset <preset>",
        "study preset (default: the first that fits the set)",
      ).choices(STUDY_PRESETS),
    )
    .requiredOption("--slug <slug>", "name in addresses: a-z, 0-9 and hyphens")
    .option("--name <name>", "name shown to staff")
    .addOption(
      new Option("--mode <mode>", "mark of the study").choices(STUDY_MODES).default("live"),
    )
    .option("--seed <seed>", "seed of every draw (drawn when left out)")
    .option(
      "--participants <n>",
      "completed sessions after which collecting ends (default: 45)",
      numberOption(1, 100_000, true),
    )
    .option(
      "--width <points>",
      "collecting ends where every primary contrast's interval is no wider than this, at --participants at the latest",
      numberOption(0.01, 10),
    )
    .option("--json", "print JSON")
    .action((options: CreateOptions) => withDatabase(() => create(options)));
  const changes = {
    close: "close a study",
    pause: "pause a study",
    resume: "go on with a paused study",
    reopen: "open a closed study again",
  };
  for (const [change, description] of Object.entries(changes)) {
    studies
      .command(`${change} <study>`)
      .description(description)
      .action((slug: string) => withDatabase(() => setStatus(slug, change as StudyChange)));
  }
  studies
    .command("launch <study>")
    .description("freeze a draft study and open it")
    .action((slug: string) => withDatabase(() => launch(slug)));
  registerStudyDesigns(studies);
  studies
    .command("retention")
    .description("list the studies whose retention date has passed; --apply erases what was given")
    .option("--apply", "erase ratings, answers, comments and recruitment parameters")
    .option("--json", "print JSON")
    .action((options: { apply?: boolean; json?: boolean }) => withDatabase(() => retain(options)));
  studies
    .command("list")
    .description("all studies, the newest first")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => withDatabase(() => list(options.json)));
};

async function create(options: CreateOptions): Promise<void> {
  const { createStudy } = await import("@/lib/services/study/create-study");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  const { participants, width, json, ...wanted } = options;
  const stop = stopRuleOf(participants, width);
  const adjust = stop ? (preset: Configuration) => ({ ...preset, stop }) : undefined;
  const { study, configuration, notes } = await createStudy({ ...wanted, adjust }, CLI_ACTOR);
  const ends = stopRuleWords(configuration.stop, configuration.plan.alpha);
  print(json, { id: study.id, slug: study.slug, stop: configuration.stop, notes }, () =>
    [
      `${study.slug}: draft, preset ${configuration.preset}`,
      `collecting ends: ${ends}`,
      ...notes.map((note) => `note: ${note}`),
      "",
    ].join("\n"),
  );
}

/** The stop rule that the options ask for; null = the preset's own. */
function stopRuleOf(participants?: number, width?: number): StopRule | null {
  if (width === undefined) {
    return participants === undefined ? null : { kind: "quota", participants };
  }
  if (participants === undefined) {
    throw new InputError("expected --participants with --width: the most sessions collected");
  }
  if (participants <= WIDTH_COUNTS_FROM) {
    throw new InputError(
      `expected --participants above ${WIDTH_COUNTS_FROM} with --width, which counts from ` +
        `${WIDTH_COUNTS_FROM} completed sessions on, got ${participants}`,
    );
  }
  return { kind: "width", width, maximum: participants };
}

type Configuration = import("@/lib/study/configuration").StudyConfiguration;

async function launch(slug: string): Promise<void> {
  const { launchStudy } = await import("@/lib/services/study/launch-study");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  await launchStudy(slug, CLI_ACTOR);
  process.stdout.write(`${slug}: open\n`);
}

async function setStatus(slug: string, change: StudyChange): Promise<void> {
  const { setStudyStatus } = await import("@/lib/services/study/set-study-status");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  const { status } = await setStudyStatus(slug, change, CLI_ACTOR);
  process.stdout.write(`${slug}: ${status}\n`);
}

async function list(json: boolean | undefined): Promise<void> {
  const { listStudies } = await import("@/lib/services/study/list-studies");
  const studies = await listStudies();
  const rows = studies.map(({ createdAt, ...study }) => ({
    ...study,
    created: createdAt.toISOString(),
  }));
  print(json, studies, () => textTable(rows));
}

async function retain({ apply = false, json }: { apply?: boolean; json?: boolean }): Promise<void> {
  const { keepRetention } = await import("@/lib/services/study/keep-retention");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  const due = await keepRetention({ apply }, CLI_ACTOR);
  print(json, due, () => textTable(due.map((study) => ({ ...study }))));
}
