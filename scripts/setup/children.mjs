import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { pause, ROOT } from "./place.mjs";

const windows = process.platform === "win32";
const running = new Set();

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches this process alone, which
 * then stops the others in order.
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {import("node:child_process").ChildProcess & {ended: Promise<{code?: number, signal?: string, error?: Error}>}}
 */
export function startChild(program, args, options = {}) {
  const child = spawn(program, args, { cwd: ROOT, detached: !windows, ...options });
  running.add(child);
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 1, error }));
    child.once("exit", (code, signal) => resolve({ code: code ?? 1, signal }));
  }).finally(() => running.delete(child));
  return child;
}

/** Starts a program, waits for its end and gives its exit code; its output goes to the terminal. */
export async function runChild(program, args, options = {}) {
  const child = startChild(program, args, { stdio: "inherit", ...options });
  return (await child.ended).code;
}

/** Whether a process lives (another user's counts). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Whether a process is one that this project started: its id may have gone to a stranger since. */
export function isOurs(pid) {
  if (!isAlive(pid)) return false;
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === ROOT;
  } catch {
    const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
    return /next-server|next start|study\.mjs/.test(stdout ?? "");
  }
}

function signal(pid, name) {
  try {
    process.kill(windows ? pid : -pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Asks process groups to end, and ends those that have not within 10 s. */
export async function stopGroups(pids) {
  for (const pid of pids) signal(pid, "SIGTERM");
  const limit = Date.now() + 10_000;
  while (pids.some(isAlive) && Date.now() < limit) await pause(50);
  for (const pid of pids.filter(isAlive)) signal(pid, "SIGKILL");
}

/** Stops every child that still runs. */
export async function stopChildren() {
  const children = [...running];
  await stopGroups(children.map((child) => child.pid).filter(Boolean));
  await Promise.all(children.map((child) => child.ended));
}
