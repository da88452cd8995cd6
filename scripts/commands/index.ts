import type { Command } from "commander";
import { registerAdmin } from "@/scripts/commands/admin";
import { registerAnalyse } from "@/scripts/commands/analyse";
import { registerAudit } from "@/scripts/commands/audit";
import { registerBench } from "@/scripts/commands/bench";
import { registerBundle } from "@/scripts/commands/bundle";
import { registerClaims } from "@/scripts/commands/claims";
import { registerData } from "@/scripts/commands/corpora";
import { registerDatabase } from "@/scripts/commands/db";
import { registerDoctor } from "@/scripts/commands/doctor";
import { registerExport } from "@/scripts/commands/export";
import { registerGenerate } from "@/scripts/commands/generate";
import { registerModels } from "@/scripts/commands/models";
import { registerPrimers } from "@/scripts/commands/primers";
import { registerRecover } from "@/scripts/commands/recover";
import { registerResults } from "@/scripts/commands/results";
import { registerSimulate } from "@/scripts/commands/simulate";
import { registerStats } from "@/scripts/commands/stats";
import { registerStimuli } from "@/scripts/commands/stimuli";
import { registerStudies } from "@/scripts/commands/studies";
import { registerTable } from "@/scripts/commands/table";
import { registerTemperature } from "@/scripts/commands/temperature";
import { registerTrain } from "@/scripts/commands/train";
import { registerWorker } from "@/scripts/commands/worker";

/** Registers one group of commands on the program. */
export type RegisterCommands = (program: Command) => void;

/** All command groups, in the order in which `study --help` lists them. */
export const commands: RegisterCommands[] = [
  registerStimuli,
  registerStudies,
  registerSimulate,
  registerAudit,
  registerWorker,
  registerDatabase,
  registerResults,
  registerRecover,
  registerExport,
  registerBundle,
  registerStats,
  registerAdmin,
  registerData,
  registerDoctor,
  registerGenerate,
  registerModels,
  registerPrimers,
  registerTemperature,
  registerTrain,
  registerTable,
  registerBench,
  registerClaims,
  registerAnalyse,
];
