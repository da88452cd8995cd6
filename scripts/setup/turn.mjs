import fs from "node:fs";
import path from "node:path";
import { isAlive } from "./children.mjs";

/**
 * A file that says which process does something that only one may do at a time, and how far it is.
 * A process that was killed leaves its file behind: the next one sees that it is gone and takes over.
 */
export class ProcessLock {
  #file;
  #facts;

  constructor(file, facts) {
    this.#file = file;
    this.#facts = facts;
  }

  /** Writes down more about this process, for those who look. */
  update(facts) {
    this.#facts = { ...this.#facts, ...facts };
    // Written aside and renamed: a reader never sees half a file.
    const draft = `${this.#file}.${process.pid}`;
    fs.writeFileSync(draft, JSON.stringify(this.#facts));
    fs.renameSync(draft, this.#file);
  }

  /** Ends the turn. */
  release() {
    fs.rmSync(this.#file, { force: true });
  }
}

/**
 * Takes the turn that a file stands for.
 * @param {string} file
 * @param {string} program a word of this program's command line, against reused process ids
 * @returns {{turn: ProcessLock, left?: object} | {holder: object}} the turn, with what a killed holder
 *   left behind, or the facts of the process that has it
 * @throws {Error} for a file that is no JSON
 */
export function takeTurn(file, program) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const facts = { pid: process.pid, startedAt: new Date().toISOString() };
  let left;
  for (;;) {
    if (createWith(file, facts)) return { turn: new ProcessLock(file, facts), left };
    const found = read(file);
    if (!found) continue;
    if (isHolder(found, program)) return { holder: found };
    left = clearAway(file, found) ?? left;
  }
}

/**
 * The facts of the process that has a turn now; undefined where none has.
 * @param {string} file
 * @param {string} program a word of its command line
 * @throws {Error} for a file that is no JSON
 */
export function holderOf(file, program) {
  const found = fs.existsSync(file) ? read(file) : undefined;
  return found && isHolder(found, program) ? found : undefined;
}

function createWith(file, facts) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(facts));
  try {
    // A link appears whole or not at all, and never over another.
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`expected ${file} to be JSON: remove it and try again`, { cause: error });
  }
}

function isHolder({ pid }, program) {
  if (!isAlive(pid)) return false;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program);
  } catch {
    return true;
  }
}

/** Removes a dead process's file; undefined when another process was quicker. */
function clearAway(file, found) {
  const aside = `${file}.left-${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  const moved = read(aside);
  const own = moved?.pid === found.pid && moved?.startedAt === found.startedAt;
  // Between the look and the move somebody else took the turn: it gets its file back.
  if (!own && !fs.existsSync(file)) fs.linkSync(aside, file);
  fs.rmSync(aside, { force: true });
  return own ? found : undefined;
}
