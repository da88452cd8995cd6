import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { InputError } from "@/lib/shared/invariant";
import { print, withDatabase } from "@/scripts/with-database";

interface DesignOptions {
  out?: string;
  from?: string;
  json?: boolean;
}

/**
 * `study studies design` and `discard`: a study's design as a file, and studies that nobody wants.
 * @throws InputError by its commands: for both of --out and --from, an unknown study, a file that is no
 *   design
 */
export function registerStudyDesigns(studies: Command): void {
  studies
    .command("design <study>")
    .description("write a study's design to a file, or take one in to a draft")
    .option("--out <file>", "write the design to this file")
    .option("--from <file>", "replace the draft's design by this file's")
    .option("--json", "print JSON")
    .action((slug: string, options: DesignOptions) => withDatabase(() => design(slug, options)));
  studies
    .command("discard <study>")
    .description("delete a draft; archive a test run, a simulation or a closed study")
    .action((slug: string) => withDatabase(() => discard(slug)));
}

async function design(slug: string, { out, from, json }: DesignOptions): Promise<void> {
  if (out && from) throw new InputError("expected --out or --from, got both");
  const { loadDraft } = await import("@/lib/services/study/study-draft");
  const { configurationDigest } = await import("@/lib/study/configuration");
  if (from) await takeIn(slug, from);
  const { content } = await loadDraft(slug);
  if (out) await writeFile(out, `${JSON.stringify(content, null, 2)}\n`);
  const sha256 = configurationDigest(content);
  print(json, { study: slug, sha256, configuration: content }, () => `${slug}: design ${sha256}\n`);
}

async function takeIn(slug: string, file: string): Promise<void> {
  const { editStudy } = await import("@/lib/services/study/edit-study");
  const { findStudy } = await import("@/lib/services/study/find-study");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  const { launchedAt } = await findStudy(slug);
  if (launchedAt) throw new InputError(`expected a draft study, ${slug} is launched`);
  const configuration = parsedFile(file, await readFile(file, "utf8"));
  await editStudy(slug, () => configuration, CLI_ACTOR);
}

function parsedFile(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`expected JSON in ${file}: ${(cause as Error).message}`, { cause });
  }
}

async function discard(slug: string): Promise<void> {
  const { discardStudy } = await import("@/lib/services/study/discard-study");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  process.stdout.write(`${slug}: ${await discardStudy(slug, CLI_ACTOR)}\n`);
}
