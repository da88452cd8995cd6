import fs from "node:fs";
import path from "node:path";
import { startChild } from "./children.mjs";
import { dataFolder, pause, ROOT } from "./place.mjs";

/** How long the site may take until it answers. */
const ANSWER_LIMIT_MS = 60_000;

/** File that holds a program's output since its last start. */
export function logFile(name) {
  return path.join(dataFolder(), "log", `${name}.log`);
}

/** The end of a program's output. */
export function logEnd(name) {
  return fs.readFileSync(logFile(name), "utf8").slice(-3000);
}

function startLogged(name, args, env, mode) {
  fs.mkdirSync(path.dirname(logFile(name)), { recursive: true });
  const log = fs.openSync(logFile(name), mode);
  const child = startChild(process.execPath, args, { env, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  return child;
}

/** Starts the site on a port; its output goes to its log file. */
export function startSite(port, env = process.env, mode = "w") {
  const next = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
  const host = process.env.STUDY_HOST ? ["-H", process.env.STUDY_HOST] : [];
  return startLogged(
    "site",
    [next, "start", "-p", String(port), ...host],
    { ...env, PORT: String(port), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    mode,
  );
}

/** Starts the worker, which makes stimulus sets when the desk asks for them. */
export function spawnWorker(env = process.env, mode = "w") {
  const study = path.join(ROOT, "scripts", "study.mjs");
  return startLogged("worker", [study, "worker"], env, mode);
}

/**
 * Waits until an address answers.
 * @returns {Promise<number>} the HTTP status
 * @throws Error when the site ends or does not answer in time
 */
export async function firstAnswer(address, site) {
  const limit = Date.now() + ANSWER_LIMIT_MS;
  let ended;
  site.ended.then((outcome) => {
    ended = outcome;
  });
  while (Date.now() < limit) {
    if (ended) throw new Error(`the site ended while it started:\n${logEnd("site")}`);
    const status = await statusOf(address);
    if (status) return status;
    await pause(100);
  }
  throw new Error(`the site did not answer at ${address} within a minute:\n${logEnd("site")}`);
}

/** The HTTP status at an address; undefined where nothing answers within 20 s. */
export async function statusOf(address) {
  try {
    const answer = await fetch(address, {
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
