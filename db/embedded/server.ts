import net from "node:net";
import path from "node:path";
import postgres from "postgres";
import { findBinaries, type PostgresBinaries } from "@/db/embedded/binaries";
import {
  clusterExists,
  clusterPassword,
  createCluster,
  lastPort,
  rememberPort,
  runningServer,
} from "@/db/embedded/cluster";
import { chooseIdentity, type Identity, runAs } from "@/db/embedded/identity";

/** How long a start may take; recovery after a kill needs some seconds on a slow machine. */
const START_LIMIT_MS = 60_000;

/**
 * Makes sure that the embedded PostgreSQL of a folder runs; any number of processes may call it at
 * once, and the server outlives them all.
 * @param folder data folder of the cluster, made when it is not there
 * @returns the URL of the database `study` on 127.0.0.1
 * @throws Error with PostgreSQL's last message where it does not start
 */
export async function ensureServer(folder: string): Promise<string> {
  const bin = findBinaries();
  const identity = chooseIdentity(bin.pgCtl, folder);
  if (!clusterExists(folder)) createCluster(bin, identity, folder);
  const limit = Date.now() + START_LIMIT_MS;
  let last = "";
  while (Date.now() < limit) {
    const url = serverUrl(folder);
    const refusal = url ? await tryDatabase(url) : "not running";
    if (url && refusal === null) return url;
    last = refusal ?? last;
    const failed = await start(bin, identity, folder);
    // Someone else may be starting it, or the killed server's children may still hold its memory.
    if (failed) await pause(150 + Math.random() * 250);
    last = failed ?? last;
  }
  throw new Error(`embedded PostgreSQL in ${folder} did not start: ${last}`);
}

/** The URL of a running server's database `study`, or null where none runs. */
export function serverUrl(folder: string): string | null {
  if (!clusterExists(folder)) return null;
  const server = runningServer(folder);
  return server ? urlOf(folder, server.port) : null;
}

function urlOf(folder: string, port: number): string {
  return `postgres://study:${clusterPassword(folder)}@127.0.0.1:${port}/study`;
}

/**
 * Stops the server of a folder after the transactions in flight were rolled back.
 * @returns false where none was running
 * @throws Error with PostgreSQL's message
 */
export function stopServer(folder: string): boolean {
  if (!clusterExists(folder) || !runningServer(folder)) return false;
  const bin = findBinaries();
  const identity = chooseIdentity(bin.pgCtl, folder);
  const outcome = runAs(identity, bin.pgCtl, ["stop", "-D", folder, "-m", "fast", "-w", "-s"]);
  if (outcome.status === 0) return true;
  if (!runningServer(folder)) return false;
  throw new Error(`embedded PostgreSQL did not stop: ${outcome.stderr}`);
}

/** Starts the server once; null on success, the message on failure. */
async function start(bin: PostgresBinaries, identity: Identity, folder: string) {
  const port = await freePort(lastPort(folder));
  const settings = [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    "-c unix_socket_directories=",
    "-c max_connections=200",
  ].join(" ");
  const log = path.join(folder, "server.log");
  const args = ["start", "-D", folder, "-w", "-t", "30", "-s", "-l", log, "-o", settings];
  const outcome = runAs(identity, bin.pgCtl, args);
  if (outcome.status !== 0) return outcome.stderr || `pg_ctl ended with ${outcome.status}`;
  rememberPort(identity, folder, port);
  return null;
}

/** The wanted port where it is free, otherwise one that the system gives. */
async function freePort(wanted: number | undefined): Promise<number> {
  const got = wanted ? await listenOn(wanted) : null;
  const port = got ?? (await listenOn(0));
  if (port === null) throw new Error("no free port on 127.0.0.1");
  return port;
}

function listenOn(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const taken = (server.address() as net.AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
}

/** Connects, and makes the database `study` where it is missing; null, or why it did not work. */
async function tryDatabase(url: string): Promise<string | null> {
  const admin = postgres(url.replace(/\/study$/, "/postgres"), {
    max: 1,
    connect_timeout: 3,
    onnotice: () => {},
  });
  try {
    const [found] = await admin`select 1 as found from pg_database where datname = 'study'`;
    if (!found) await admin`create database study`.catch(unlessExists);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await admin.end({ timeout: 1 }).catch(() => {});
  }
}

function unlessExists(error: { code?: string }): void {
  // 42P04 duplicate database, 23505 lost the race inside the catalogue.
  if (error.code !== "42P04" && error.code !== "23505") throw error;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
