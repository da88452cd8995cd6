import type { RegisterCommands } from "@/scripts/commands/index";
import { registerStimulusFolders } from "@/scripts/commands/stimulus-folders";
import { textTable } from "@/scripts/text-table";
import { print, withDatabase } from "@/scripts/with-database";

interface Json {
  json?: boolean;
}

/** `study stimuli`: stimulus sets in the database. */
export const registerStimuli: RegisterCommands = (program) => {
  const stimuli = program.command("stimuli").description("stimulus sets in the database");
  registerStimulusFolders(stimuli);
  stimuli
    .command("import <folder>")
    .description("import a stimulus folder (manifest.json and its files) as a draft set")
    .option("--publish", "publish it at once")
    .option("--json", "print JSON")
    .action((folder: string, options: Json & { publish?: boolean }) =>
      withDatabase(async () => {
        const { importStimulusSet } = await import("@/lib/services/set/import-stimulus-set");
        const imported = await importStimulusSet(folder);
        if (options.publish) await publish(imported.id);
        const what = imported.existed ? "was there already" : `${imported.stimuli} stimuli`;
        print(options.json, imported, () => `${imported.id}: ${what}\n`);
      }),
    );
  stimuli
    .command("publish <set>")
    .description("publish a draft set by its id or name: it never changes again")
    .action((set: string) =>
      withDatabase(async () => {
        const { id } = await publish(set);
        process.stdout.write(`${id}: published\n`);
      }),
    );
  stimuli
    .command("list")
    .description("all sets, the newest first")
    .option("--json", "print JSON")
    .action((options: Json) =>
      withDatabase(async () => {
        const { listStimulusSets } = await import("@/lib/services/set/list-stimulus-sets");
        const sets = await listStimulusSets();
        const rows = sets.map(({ conditions, createdAt, ...set }) => ({
          ...set,
          conditions: conditions.join(" "),
          created: createdAt.toISOString(),
        }));
        print(options.json, sets, () => textTable(rows));
      }),
    );
};

async function publish(set: string) {
  const { publishStimulusSet } = await import("@/lib/services/set/publish-stimulus-set");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  return publishStimulusSet(set, CLI_ACTOR);
}
