import type { Command } from "commander";
import { registerActivation } from "@/scripts/commands/analyse-activation";
import { registerConfidence } from "@/scripts/commands/analyse-confidence";

/** `study analyse`. */
export function registerAnalyse(program: Command): void {
  const analyse = program.command("analyse").description("what the networks do: Figures 9 and 10");
  registerConfidence(analyse);
  registerActivation(analyse);
}
