import type { RegisterCommands } from "@/scripts/commands/index";
import { withDatabase } from "@/scripts/with-database";

/** `study worker`: the process that runs jobs. */
export const registerWorker: RegisterCommands = (program) => {
  program
    .command("worker")
    .description("run jobs from the database until stopped (Ctrl-C)")
    .action(() => withDatabase(untilStopped));
};

async function untilStopped(): Promise<void> {
  const { startWorker } = await import("@/lib/jobs/worker");
  const worker = await startWorker({ say: (line) => process.stdout.write(`${line}\n`) });
  process.stdout.write(`${worker.id} is waiting for jobs\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await worker.stop();
}
