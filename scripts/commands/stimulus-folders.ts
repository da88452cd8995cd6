import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { ClipRegeneration, SetRegeneration } from "@/lib/generation/regenerate-set";
import { openStimulusFolder, type StoredSet } from "@/lib/generation/stimulus-folder";
import type { ClipCheck, SetCheck } from "@/lib/generation/verify-set";
import { compareSets, type SetComparison } from "@/lib/stimuli/compare-sets";
import { registerFromFiles } from "@/scripts/commands/stimuli-from-files";
import { stageProgress } from "@/scripts/progress";
import { print, withDatabase } from "@/scripts/with-database";

/** Opens a set that lies in a folder, or one of the database by its id or name, and closes it after. */
async function withSets<T>(
  references: readonly string[],
  work: (...sets: StoredSet[]) => Promise<T>,
): Promise<T> {
  const isPath = (reference: string) => fs.existsSync(reference) || reference.includes(path.sep);
  const open = async (reference: string): Promise<StoredSet> => {
    if (isPath(reference)) return openStimulusFolder(reference);
    const { readStimulusSet } = await import("@/lib/services/set/read-stimulus-set");
    return readStimulusSet(reference);
  };
  const run = async () => work(...(await Promise.all(references.map(open))));
  return references.every(isPath) ? run() : withDatabase(run);
}

const place = (clip: { id: string; role: string; condition: string; item: string }) =>
  `${clip.id} (${clip.role}, ${clip.condition}, ${clip.item})`;

function checkLines(clip: ClipCheck): string[] {
  return [
    ...clip.faults.map((fault) => `${place(clip)}: ${fault}`),
    ...clip.remarks.map((remark) => `${place(clip)}: ${remark} (the same sound)`),
  ];
}

function regenerationLine(clip: ClipRegeneration): string[] {
  if (clip.status === "same") return [];
  const edge = clip.firstEdge === null ? "none" : `event ${clip.firstEdge}`;
  const why =
    clip.status === "edge"
      ? "a draw within 1e-4 of another outcome: another backend or processor may differ here"
      : "no draw near an edge there: weights, code or files are not those that made the clip";
  return [
    `${place(clip)}: other events from event ${clip.differsAt} on, ${why} (first draw near an edge: ${edge})`,
  ];
}

function verifyText(check: SetCheck, again: SetRegeneration | undefined): string {
  const faulty = check.clips.filter((clip) => clip.faults.length > 0).length;
  const made = check.clips.filter((clip) => clip.madeAgain.length > 0).length;
  const lines = [
    ...check.remarks,
    ...check.clips.flatMap(checkLines),
    `${check.clips.length} clips: ${check.clips.length - faulty} are what the manifest says, ${faulty} are not; ${made} were rendered again`,
  ];
  if (again) {
    const count = (status: string) => again.clips.filter((clip) => clip.status === status).length;
    lines.push(
      ...again.clips.flatMap(regenerationLine),
      `sampled again on ${again.backend}: ${count("same")} clips with the same events, ${count("edge")} other from a draw near an edge on, ${count("other")} other without one`,
    );
  }
  return `${lines.join("\n")}\n`;
}

interface VerifyOptions {
  regenerate?: boolean;
  checkpoints?: string;
  json?: boolean;
}

async function verify(reference: string, options: VerifyOptions): Promise<void> {
  const [{ verifySet }, progress] = [await import("@/lib/generation/verify-set"), stageProgress()];
  await withSets([reference], async (stored) => {
    const check = await verifySet(stored!, progress.show);
    const again = options.regenerate ? await sampleAgain(stored!, options, progress) : undefined;
    progress.stop();
    print(options.json, { ...check, regeneration: again ?? null }, () => verifyText(check, again));
    const wrong = check.clips.some((clip) => clip.faults.length > 0);
    if (wrong || again?.clips.some((clip) => clip.status === "other")) process.exitCode = 1;
  }).finally(progress.stop);
}

async function sampleAgain(
  stored: StoredSet,
  { checkpoints }: VerifyOptions,
  { show }: ReturnType<typeof stageProgress>,
): Promise<SetRegeneration> {
  const { regenerateSet } = await import("@/lib/generation/regenerate-set");
  const root = checkpoints === undefined ? {} : { checkpoints: path.resolve(checkpoints) };
  return regenerateSet(stored, { ...root, onProgress: show });
}

const short = (value: unknown) => {
  const text = value === undefined ? "(absent)" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

function diffText(comparison: SetComparison): string {
  const { facts, onlyInA, onlyInB, clips, same } = comparison;
  const lines = [
    ...facts.map(({ fact, a, b }) => `${fact}: ${short(a)} | ${short(b)}`),
    ...onlyInA.map((where) => `only in the first: ${where}`),
    ...onlyInB.map((where) => `only in the second: ${where}`),
    ...clips.map((c) => `${c.role} ${c.condition} ${c.item}: ${c.files.join(", ")} differ`),
    `${same} clips the same, ${clips.length} with other files, ${onlyInA.length} only in the first, ${onlyInB.length} only in the second`,
  ];
  return `${lines.join("\n")}\n`;
}

/** `study stimuli from-files`, `verify` and `diff`, on the group that it is given. */
export function registerStimulusFolders(stimuli: Command): void {
  registerFromFiles(stimuli);
  stimuli
    .command("verify <set>")
    .description(
      "check a stimulus folder, or a set of the database: digests of all files, and every clip made again from its events",
    )
    .option("--regenerate", "sample the events again too, from the recorded weights and seed")
    .option("--checkpoints <folder>", "checkpoints other than the shipped ones")
    .option("--json", "print JSON")
    .action(verify);
  stimuli
    .command("diff <a> <b>")
    .description("what differs between two sets (folders, or sets of the database)")
    .option("--json", "print JSON")
    .action((a: string, b: string, { json }: { json?: boolean }) =>
      withSets([a, b], async (one, other) => {
        const comparison = compareSets(one!.manifest, other!.manifest);
        print(json, comparison, () => diffText(comparison));
      }),
    );
}
