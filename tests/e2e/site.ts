import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Build folder of the site under test; another one lets two runs go side by side. */
export const BUILD_FOLDER = process.env.STUDY_E2E_BUILD ?? ".next-e2e";

const NEXT = resolve("node_modules/next/dist/bin/next");
const START_LIMIT_MS = 120_000;

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: "production",
    NEXT_DIST_DIR: BUILD_FOLDER,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/** Builds the site as it is served. @throws Error with the build's last lines */
export async function buildSite(): Promise<void> {
  const child = spawn(process.execPath, [NEXT, "build"], { env: environment() });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += text;
    });
  }
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`next build ended with ${code}:\n${output.slice(-4000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return address.port;
}

/** The site in a process of its own, which a test may kill and start again at the same address. */
export class Site {
  private child: ChildProcess | null = null;
  private output = "";

  private constructor(
    readonly port: number,
    private readonly folder: string | undefined,
  ) {}

  /**
   * Starts the built site on a free port.
   * @param folder its data folder, that of this process when left out
   */
  static async start(folder?: string): Promise<Site> {
    const site = new Site(await freePort(), folder);
    await site.start();
    return site;
  }

  /** Address without a slash at the end. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts the process and waits until it answers. @throws Error with the server's last lines */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [NEXT, "start", "-p", String(this.port)], {
      env: {
        ...environment(),
        ...(this.folder ? { STUDY_DATA: this.folder } : {}),
        PORT: String(this.port),
      },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => {
        this.output = (this.output + text).slice(-8000);
      });
    }
    const limit = Date.now() + START_LIMIT_MS;
    while (!(await this.answers())) {
      if (child.exitCode !== null || Date.now() > limit) {
        throw new Error(`the site did not start:\n${this.output}`);
      }
      await wait(200);
    }
  }

  private async answers(): Promise<boolean> {
    const page = fetch(`${this.url}/s/no-such-study`, { signal: AbortSignal.timeout(5000) });
    return page.then(
      (response) => response.status < 500,
      () => false,
    );
  }

  /** Kills the process at once, like a power cut. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** What the server wrote last, for messages of failed tests. */
  get log(): string {
    return this.output;
  }
}
