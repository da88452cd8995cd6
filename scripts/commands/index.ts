import type { Command } from "commander";
import { registerTrain } from "@/scripts/commands/train";

/** Registers one group of commands on the program. */
export type RegisterCommands = (program: Command) => void;

/** All command groups, in the order in which `study --help` lists them. */
export const commands: RegisterCommands[] = [registerTrain];
