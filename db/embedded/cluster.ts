import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { PostgresBinaries } from "@/db/embedded/binaries";
import { giveTo, type Identity, runAs } from "@/db/embedded/identity";

const PASSWORD_FILE = "study.password";
const PORT_FILE = "study.port";

/** Whether a folder holds an initialised PostgreSQL cluster. */
export function clusterExists(folder: string): boolean {
  return fs.existsSync(path.join(folder, "PG_VERSION"));
}

/**
 * Initialises a cluster: UTF-8, data checksums, a password drawn here. It is made aside and moved
 * into place by one rename, so that of several processes the losers throw their copies away.
 * @throws Error with initdb's message
 */
export function createCluster(bin: PostgresBinaries, identity: Identity, folder: string): void {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const draft = `${folder}.init-${process.pid}`;
  const passwordFile = `${draft}.password`;
  const password = randomBytes(18).toString("base64url");
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const target of [draft, passwordFile]) giveTo(identity, target);
  const outcome = runAs(identity, bin.initdb, initOptions(draft, passwordFile));
  fs.rmSync(passwordFile);
  if (outcome.status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true });
    throw new Error(`initdb failed: ${outcome.stderr}`);
  }
  writeOwned(identity, path.join(draft, PASSWORD_FILE), password);
  moveIntoPlace(draft, folder);
}

function initOptions(folder: string, passwordFile: string): string[] {
  return [
    ...["-D", folder, "-U", "study", "--pwfile", passwordFile, "-A", "scram-sha-256"],
    ...["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
    "--data-checksums",
  ];
}

function moveIntoPlace(draft: string, folder: string): void {
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    if (!clusterExists(folder)) throw error;
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function writeOwned(identity: Identity, file: string, text: string): void {
  fs.writeFileSync(file, text, { mode: 0o600 });
  giveTo(identity, file);
}

/** The password of the cluster's only role, `study`. */
export function clusterPassword(folder: string): string {
  return fs.readFileSync(path.join(folder, PASSWORD_FILE), "utf8");
}

/** Remembers the port, so that a server started again is found where it was. */
export function rememberPort(identity: Identity, folder: string, port: number): void {
  writeOwned(identity, path.join(folder, PORT_FILE), String(port));
}

/** The port of the last start, if there was one. */
export function lastPort(folder: string): number | undefined {
  const file = path.join(folder, PORT_FILE);
  return fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : undefined;
}

/** Process id and port of the running server as its lock file tells them; undefined without one. */
export function runningServer(folder: string): { pid: number; port: number } | undefined {
  const file = path.join(folder, "postmaster.pid");
  if (!fs.existsSync(file)) return undefined;
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}
