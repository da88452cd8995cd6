import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const COMMAND = path.resolve("scripts", "study.mjs");
const START_LIMIT_MS = 120_000;

/** A worker as people start it: a process of its own, which a test may kill. */
export class WorkerProcess {
  private output = "";

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => {
        this.output = (this.output + text).slice(-4000);
      });
    }
  }

  /**
   * Starts a worker and waits until it takes jobs.
   * @param variables changes of the environment, DATABASE_URL for example
   * @throws Error with the worker's last lines
   */
  static async start(variables: Record<string, string> = {}): Promise<WorkerProcess> {
    const child = spawn(process.execPath, [COMMAND, "worker"], {
      env: { ...process.env, ...variables },
    });
    const worker = new WorkerProcess(child);
    const limit = Date.now() + START_LIMIT_MS;
    while (worker.id === null) {
      if (child.exitCode !== null || Date.now() > limit) {
        await worker.end("SIGKILL");
        throw new Error(`the worker did not start:\n${worker.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return worker;
  }

  /** Its name in the database, once it has said so. */
  get id(): string | null {
    return /(worker_\w+) is waiting/.exec(this.output)?.[1] ?? null;
  }

  /** Kills it at once, like a power cut. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.child.kill(signal);
    await gone;
  }
}
