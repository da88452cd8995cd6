import fs from "node:fs";
import path from "node:path";
import { isAlive } from "./children.mjs";
import { dataFolder, pause, ROOT } from "./place.mjs";
import { nextWait } from "./supervise.mjs";

/** How often the embedded PostgreSQL is looked at. */
const LOOK_MS = 500;

const clusterFile = (name) => path.join(dataFolder(), "pg", name);

/** The embedded server's process, by the lock file that it keeps; undefined where none lives. */
export function databaseProcess() {
  try {
    const pid = Number(fs.readFileSync(clusterFile("postmaster.pid"), "utf8").split("\n")[0]);
    return pid > 0 && isAlive(pid) ? pid : undefined;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The port at which the server last ran. */
function databasePort() {
  return fs.readFileSync(clusterFile("study.port"), "utf8");
}

/**
 * Loads what starts the server before it is needed: a process of its own would first have to be
 * started and translated, seconds in which a study stands still.
 * @returns {Promise<() => Promise<string | null>>} starts the server; null, or what went wrong
 */
async function loadStarter() {
  const { tsImport } = await import("tsx/esm/api");
  const options = { parentURL: import.meta.url, tsconfig: path.join(ROOT, "tsconfig.json") };
  const { ensureServer } = await tsImport("../../db/embedded/server.ts", options);
  return () =>
    ensureServer(clusterFile("")).then(
      () => null,
      (error) => error.message,
    );
}

/**
 * Keeps the embedded PostgreSQL running beside the site.
 * @param {object} watch
 * @param {() => boolean} watch.isStopping
 * @param {(moved: boolean) => void} watch.onStarted it runs again; `moved`: at another port, so that
 *   who holds its old address must start anew
 * @param {(reason: string, wait: number) => void} watch.onFailed it did not start; ms until the next try
 */
export async function keepDatabase({ isStopping, onStarted, onFailed }) {
  const startDatabase = await loadStarter();
  const known = { pid: databaseProcess(), port: databasePort() };
  let wait = 0;
  for (; !isStopping(); await pause(wait || LOOK_MS)) {
    const pid = databaseProcess();
    if (pid && pid === known.pid) continue;
    // A worker that starts brings the server up as well: then it runs already, as another process.
    const failure = pid ? null : await startDatabase();
    if (isStopping()) return;
    wait = failure === null ? 0 : nextWait(wait, 0);
    if (failure !== null) {
      onFailed(failure, wait);
      continue;
    }
    const port = databasePort();
    onStarted(port !== known.port);
    Object.assign(known, { pid: databaseProcess(), port });
  }
}
