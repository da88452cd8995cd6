import fs from "node:fs";
import path from "node:path";
import { datasetsFolder, sha256, verifyCorpus } from "@/lib/datasets/files";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import { chooseBackend } from "@/lib/models/backend";
import {
  checkpointFolder,
  readCheckpointMeta,
  SHIPPED_CHECKPOINTS,
} from "@/lib/models/checkpoint-files";
import { WEIGHTS_FILE } from "@/lib/models/checkpoint-meta";
import { errorReason, type Finding } from "./finding";

/** The compute backend that would be chosen, why, and why each better one was passed over. */
export async function lookAtBackend(): Promise<Finding[]> {
  try {
    const { backend, reason, passedOver } = await chooseBackend();
    const chosen: Finding = { subject: "backend", status: "right", found: `${backend}: ${reason}` };
    const others = passedOver.map((one) => ({
      subject: "backend",
      status: "right" as const,
      found: `not ${one.backend}: ${one.reason}`,
    }));
    return [chosen, ...others];
  } catch (error) {
    const next = "unset STUDY_BACKEND, or set it to wasm";
    return [{ subject: "backend", status: "broken", found: errorReason(error), next }];
  }
}

/** Every corpus: here, absent, or not the published one. */
export function lookAtCorpora(): Finding[] {
  return CORPUS_IDS.map((id) => {
    const subject = `corpus ${id}`;
    const rows = verifyCorpus(id);
    const names = (status: string) =>
      rows.filter((row) => row.status === status).map((row) => row.file);
    const [wrong, absent] = [names("wrong digest"), names("absent")];
    if (wrong.length > 0) {
      const found = `wrong digest: ${wrong.join(", ")} in ${datasetsFolder()}`;
      const next = `remove these files and run: npx study data fetch ${id}`;
      return { subject, status: "broken", found, next };
    }
    if (absent.length === 0) return { subject, status: "right", found: datasetsFolder() };
    const found = "not here: only training and originality need it";
    return { subject, status: "note", found, next: `npx study data fetch ${id}` };
  });
}

/** The shipped checkpoints and their digests. */
export function lookAtCheckpoints(root = SHIPPED_CHECKPOINTS): Finding[] {
  const shipped = folders(root).flatMap((corpus) =>
    folders(path.join(root, corpus)).map((model) => ({ corpus, model })),
  );
  if (shipped.length === 0) {
    const next = "check out the folder checkpoints again, or train: npx study train LSTM";
    return [{ subject: "checkpoints", status: "broken", found: `none in ${root}`, next }];
  }
  return shipped.map(({ corpus, model }) => {
    const subject = `checkpoint ${corpus}/${model}`;
    try {
      return {
        subject,
        status: "right",
        found: weightsFound(checkpointFolder(corpus, model, root)),
      };
    } catch (error) {
      const next = `git checkout -- checkpoints/${corpus}/${model}`;
      return { subject, status: "broken", found: errorReason(error), next };
    }
  });
}

function folders(place: string): string[] {
  if (!fs.existsSync(place)) return [];
  const entries = fs.readdirSync(place, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

function weightsFound(folder: string): string {
  const meta = readCheckpointMeta(folder);
  if (!meta) throw new Error(`expected a meta file in ${folder}, found none`);
  const bytes = fs.readFileSync(path.join(folder, WEIGHTS_FILE));
  const digest = sha256(bytes);
  if (digest !== meta.weights.sha256) {
    throw new Error(`expected weights with digest ${meta.weights.sha256}, got ${digest}`);
  }
  return `${(bytes.length / 1e6).toFixed(1)} MB, digest ${digest.slice(0, 12)}`;
}
