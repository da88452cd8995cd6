import { Command } from "commander";
import { InputError } from "@/lib/shared/invariant";
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
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`study: ${message.replace(/\s*\n\s*/g, " ")}\n`);
    if (process.env.STUDY_TRACE && !(error instanceof InputError)) console.error(error);
  }
}
