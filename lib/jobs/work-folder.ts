import fs from "node:fs";
import path from "node:path";
import { dataPath } from "@/lib/shared/env";

/** What a killed worker left is taken away after so long. */
const LEFT_MS = 24 * 60 * 60 * 1000;

const root = () => dataPath("work");

/**
 * Lends a job an empty folder that is taken away afterwards. It is this process's own: a worker that
 * fell silent may still be at the same job.
 */
export async function withWorkFolder<T>(
  jobId: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = path.join(root(), `${jobId}-${process.pid}`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes away the folders of workers that were killed on this machine; the number of them. */
export function dropOldWork(now = Date.now()): number {
  if (!fs.existsSync(root())) return 0;
  const old = fs
    .readdirSync(root())
    .map((name) => path.join(root(), name))
    .filter((folder) => now - fs.statSync(folder).mtimeMs > LEFT_MS);
  for (const folder of old) fs.rmSync(folder, { recursive: true, force: true });
  return old.length;
}
