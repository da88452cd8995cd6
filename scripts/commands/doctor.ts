import type { Finding } from "@/scripts/doctor/finding";
import type { RegisterCommands } from "./index";

const MARKS = { right: "ok    ", note: "note  ", broken: "BROKEN" } as const;

async function examine(): Promise<Finding[]> {
  const machine = await import("@/scripts/doctor/machine");
  const learning = await import("@/scripts/doctor/learning");
  const storage = await import("@/scripts/doctor/storage");
  return [
    machine.lookAtNode(),
    machine.lookAtPlatform(),
    machine.lookAtDisk(),
    ...machine.lookAtRestarts(),
    ...(await storage.lookAtDatabase()),
    ...learning.lookAtCheckpoints(),
    ...(await learning.lookAtBackend()),
    ...learning.lookAtCorpora(),
    await machine.lookAtChromium(),
  ];
}

function lines({ subject, status, found, next }: Finding): string {
  const line = `${MARKS[status]}  ${subject}: ${found}\n`;
  return next ? `${line}          → ${next}\n` : line;
}

/** `study doctor`. */
export const registerDoctor: RegisterCommands = (program) => {
  program
    .command("doctor")
    .description("look at machine, database, checkpoints, backend, corpora; say what to do")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine();
      const broken = findings.filter(({ status }) => status === "broken").length;
      const text = findings.map(lines).join("");
      process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : text);
      if (broken > 0) process.exitCode = 1;
    });
};
