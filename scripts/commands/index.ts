import type { Command } from "commander";
import { registerAdmin } from "@/scripts/commands/admin";
import { registerData } from "@/scripts/commands/data";
import { registerExport } from "@/scripts/commands/export";
import { registerGenerate } from "@/scripts/commands/generate";
import { registerModels } from "@/scripts/commands/models";
import { registerPrimers } from "@/scripts/commands/primers";
import { registerResults } from "@/scripts/commands/results";
import { registerStats } from "@/scripts/commands/stats";
import { registerTemperature } from "@/scripts/commands/temperature";
import { registerTrain } from "@/scripts/commands/train";

/** Registers one group of commands on the program. */
export type RegisterCommands = (program: Command) => void;

/** All command groups, in the order in which `study --help` lists them. */
export const commands: RegisterCommands[] = [
  registerResults,
  registerExport,
  registerStats,
  registerAdmin,
  registerData,
  registerGenerate,
  registerModels,
  registerPrimers,
  registerTemperature,
  registerTrain,
];
