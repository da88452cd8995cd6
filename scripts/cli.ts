import { Command } from "commander";
import { knownError } from "@/lib/services/known-error";
import { commands } from "@/scripts/commands/index";

/** Builds the `study` program; every command file registers its own commands on it. */
export function program(): Command {
  const root = new Command("study")
    .description("Human listening studies for generated music")
    .showHelpAfterError("(study --help lists the commands)")
    .allowExcessArguments(false);
  for (const register of commands) register(root);
  return root;
}

/** Runs the command line; an error ends with exit code 1 and one line on stderr. */
export async function main(argv: string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`study: ${errorLine(error)}\n`);
    if (process.env.STUDY_TRACE && !knownError(error)) console.error(error);
  }
}

/** What went wrong, in one line. */
function errorLine(error: unknown): string {
  const told = knownError(error) ?? error;
  const message = told instanceof Error ? told.message : String(told);
  return message.replace(/\s*\n\s*/g, " ");
}
