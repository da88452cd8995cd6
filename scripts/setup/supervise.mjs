import { stopGroups } from "./children.mjs";
import { pause } from "./place.mjs";
import { statusOf } from "./serve.mjs";

/** The shortest and the longest wait before a program that ended is started again. */
const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;
/** A program that ran this long has worked: its end is an accident, not a fault of its start. */
const STEADY_MS = 5_000;

/**
 * How long a program that ended waits for its next start: at once after an accident, twice as long
 * as before where it never came to work.
 * @param {number} last the wait before this run in ms, 0 for the first
 * @param {number} ran how long it ran in ms
 */
export function nextWait(last, ran) {
  if (last === 0 || ran >= STEADY_MS) return SHORTEST_MS;
  return Math.min(last * 2, LONGEST_MS);
}

/** Why a program ended, in words. @param {{code?: number, signal?: string, error?: Error}} outcome */
export function reasonOf({ code, signal, error }) {
  if (error) return error.message;
  return signal ? `killed by ${signal}` : `ended with exit code ${code}`;
}

/**
 * Keeps a program running: one that ends by itself is started again, ever more slowly.
 * @param {object} program
 * @param {(again: boolean) => import("node:child_process").ChildProcess & {ended: Promise<object>}} program.start
 * @param {(reason: string, wait: number) => void} program.onEnd told why it ended and how many ms it waits
 * @param {() => boolean} program.isStopping whether ends are wanted now
 */
export async function keepRunning({ start, onEnd, isStopping }) {
  let wait = 0;
  for (let again = false; !isStopping(); again = true) {
    const began = Date.now();
    const outcome = await start(again).ended;
    if (isStopping()) return;
    wait = nextWait(wait, Date.now() - began);
    onEnd(reasonOf(outcome), wait);
    await pause(wait);
  }
}

/** How often the site is asked whether it lives, and after how many silences it is ended. */
const ASK_MS = 10_000;
const SILENCES = 3;

/**
 * Ends a site that lives but no longer answers, so that it is started again.
 * @param {object} watch
 * @param {string} watch.address asked every ten seconds
 * @param {() => number} watch.pid the site's process now
 * @param {() => boolean} watch.isStopping
 */
export async function endSilent({ address, pid, isStopping }) {
  let silences = 0;
  while (!isStopping()) {
    await pause(ASK_MS);
    const asked = pid();
    silences = (await statusOf(address)) ? 0 : silences + 1;
    if (silences < SILENCES || isStopping() || asked !== pid()) continue;
    silences = 0;
    stopGroups([asked]);
  }
}

/**
 * Writes down in the file of the turn how often each program was started again, and why last: the
 * status page and `study doctor` read it there.
 */
export class Restarts {
  #turn;
  #counts = {};

  /** @param {{update(facts: object): void}} turn */
  constructor(turn) {
    this.#turn = turn;
  }

  /** Counts one more start of a program. @returns {number} how many there were */
  add(program, reason) {
    const count = (this.#counts[program]?.count ?? 0) + 1;
    this.#counts[program] = { count, reason, at: new Date().toISOString() };
    this.#turn.update({ restarts: this.#counts });
    return count;
  }
}
