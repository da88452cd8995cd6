import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { committedJson } from "@/app/_server/committed-json";
import { type CheckpointMeta, META_FILE, parseCheckpointMeta } from "@/lib/models/checkpoint-meta";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";

/** A network with shipped weights that writes melodies: what the page must know to offer it. */
export interface ShippedModel {
  model: ModelId;
  corpus: string;
  /** Digest of the weights; also their name in addresses, so that they can be kept for ever. */
  sha256: string;
  bytes: number;
  window: number;
  /** Parameters of the network. */
  parameters: number;
}

const choiceView = z.object({ chosen: z.number() });

/** The temperature that the declared rule of the stimulus sets chose (decision 12); 1 without one. */
export function usualTemperature(): number {
  return committedJson("artifacts/temperature-bach.json", choiceView)?.chosen ?? 1;
}

/** Where a checkpoint's files lie on the server. */
export interface ShippedFiles {
  meta: CheckpointMeta;
  folder: string;
}

/** The site runs in its own folder; the bundler must not take the weights for source. */
const root = () => path.join(/* turbopackIgnore: true */ process.cwd(), "checkpoints");

function readMeta(folder: string): CheckpointMeta | null {
  const file = path.join(/* turbopackIgnore: true */ folder, META_FILE);
  if (!fs.existsSync(/* turbopackIgnore: true */ file)) return null;
  return parseCheckpointMeta(JSON.parse(fs.readFileSync(file, "utf8")), file);
}

/** Every shipped checkpoint of a melody network, in the order of the paper's table. */
export function shippedFiles(): ShippedFiles[] {
  if (!fs.existsSync(root())) return [];
  const folders = fs
    .readdirSync(root(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => MODEL_IDS.map((model) => path.join(root(), name, model)));
  return folders.flatMap((folder) => {
    const meta = readMeta(folder);
    return meta?.encoding === "melody" ? [{ meta, folder }] : [];
  });
}

/** What the page offers. */
export function shippedModels(): ShippedModel[] {
  return shippedFiles().map(({ meta }) => ({
    model: meta.model,
    corpus: meta.corpus.id,
    sha256: meta.weights.sha256,
    bytes: meta.weights.bytes,
    window: meta.window,
    parameters: meta.parameters,
  }));
}
