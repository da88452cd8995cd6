import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { InputError } from "@/lib/shared/invariant";

/** How server programs are run, because PostgreSQL refuses to run as root. */
export interface Identity {
  /** Words put before the command. */
  prefix: string[];
  /** User and group that run the command and own the data folder; undefined = the caller's. */
  owner?: { uid: number; gid: number };
}

/** The user "nobody" and its group on Linux. */
const NOBODY = { uid: 65534, gid: 65534 };

/**
 * Chooses how to run the server: as oneself; root becomes "nobody" where that user can reach both
 * folders, and otherwise calls itself another user in a namespace of its own.
 * @param program path of a server program
 * @param dataFolder path of the data folder (it need not exist)
 * @throws InputError where none of these works
 */
export function chooseIdentity(program: string, dataFolder: string): Identity {
  if (process.getuid?.() !== 0) return { prefix: [] };
  if (reachable(path.dirname(program)) && reachable(path.dirname(dataFolder))) {
    return { prefix: [], owner: NOBODY };
  }
  const prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534"];
  if (spawnSync(prefix[0]!, [...prefix.slice(1), "true"]).status === 0) return { prefix };
  throw new InputError(
    "PostgreSQL does not run as root here: run as an ordinary user, move the project to a folder " +
      "that everyone may enter, or set DATABASE_URL",
  );
}

/** Whether every existing folder on the way to a path may be entered by everyone. */
function reachable(target: string): boolean {
  const folder = path.resolve(target);
  if (fs.existsSync(folder) && (fs.statSync(folder).mode & 0o001) === 0) return false;
  const parent = path.dirname(folder);
  return parent === folder || reachable(parent);
}

/** What a server program left behind: its exit status and what it wrote to stderr. */
export interface ProgramExit {
  status: number | null;
  stderr: string;
}

/** Runs a server program under an identity and waits for its end. */
export function runAs(identity: Identity, program: string, args: string[]): ProgramExit {
  const [command, ...rest] = [...identity.prefix, program, ...args];
  const { status, stderr, error } = spawnSync(command!, rest, {
    ...identity.owner,
    // The caller's folder may be closed to that user.
    cwd: path.parse(program).root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    windowsHide: true,
  });
  return { status, stderr: error ? String(error.message) : stderr };
}

/** Gives a file or folder to the identity's user. */
export function giveTo(identity: Identity, target: string): void {
  if (identity.owner) fs.chownSync(target, identity.owner.uid, identity.owner.gid);
}
