import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { restarts } from "@/lib/services/system/restarts";
import { env } from "@/lib/shared/env";
import { chromiumCommand, findChromium } from "@/scripts/setup/browser.mjs";
import type { Finding } from "./finding";

/** Space that clips, database and build need beside each other. */
const DISK_NEEDED_GB = 1;

/** Node's version against the one that package.json asks for. */
export function lookAtNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const found = `Node ${version}`;
  const subject = "node";
  if (major < 20 || (major === 20 && minor < 9)) {
    return { subject, status: "broken", found, next: "install Node 20 or 22" };
  }
  if (major < 23) return { subject, status: "right", found };
  const next = "install Node 20 or 22 if you need TensorFlow's native library";
  return { subject, status: "note", found, next };
}

/** System, processor, memory and who runs this; nothing here can be wrong. */
export function lookAtPlatform(): Finding {
  const cores = os.cpus();
  const memory = (os.totalmem() / 2 ** 30).toFixed(0);
  const user = process.getuid?.() === 0 ? "root" : "an ordinary user";
  const system = `${process.platform} ${process.arch} ${os.release()}`;
  const found = `${system}, ${cores.length} × ${cores[0]?.model.trim()}, ${memory} GB, run as ${user}`;
  return { subject: "platform", status: "right", found };
}

/** Free space where the data lie. */
export function lookAtDisk(): Finding {
  const folder = nearestFolder(path.resolve(env().STUDY_DATA));
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  const found = `${free.toFixed(1)} GB free at ${folder}`;
  if (free >= DISK_NEEDED_GB) return { subject: "disk", status: "right", found };
  const next = `free ${DISK_NEEDED_GB} GB, or point STUDY_DATA to a larger disk`;
  return { subject: "disk", status: "broken", found, next };
}

/** What `npm start` had to start again on this machine since it was called. */
export function lookAtRestarts(found = restarts()): Finding[] {
  return Object.entries(found ?? {}).map(([program, { count, reason, at }]) => ({
    subject: `restarts of the ${program}`,
    status: "note",
    found: `${count}, last at ${at} (${reason})`,
    next: `read ${path.resolve(env().STUDY_DATA, "log", `${program}.log`)}`,
  }));
}

function nearestFolder(folder: string): string {
  return fs.existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

/** The browser of the tests; the site itself needs none. */
export async function lookAtChromium(): Promise<Finding> {
  const program = await findChromium();
  if (program) return { subject: "chromium", status: "right", found: program };
  const found = "none: browser tests are skipped";
  return { subject: "chromium", status: "note", found, next: chromiumCommand() };
}
