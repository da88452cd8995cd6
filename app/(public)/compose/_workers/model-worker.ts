import { answerQuestion } from "@/lib/compose/answer";
import { parseCheckpointMeta } from "@/lib/models/checkpoint-meta";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import type { FastNetwork } from "@/lib/models/fast/network";
import { sha256Hex } from "@/lib/shared/canonical-json";
import type { ModelReply, ModelRequest, OnShare } from "./messages";
import { serve, type Work } from "./serve";

/** Steps of an answer between two looks at the page's messages. */
const STEPS_BETWEEN_PAUSES = 4;

const networks = new Map<string, FastNetwork>();

async function fetched(name: string): Promise<Response> {
  const response = await fetch(`/compose/weights/${name}`);
  if (!response.ok || !response.body) throw new Error(`${name}: status ${response.status}`);
  return response;
}

/** The body of a response, with its progress told. */
async function bodyOf(response: Response, size: number, onShare: OnShare): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  const reader = response.body!.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > size) throw new Error(`weights: expected ${size} bytes, got more`);
    bytes.set(part.value, at);
    at += part.value.length;
    onShare(at / size);
  }
  return bytes.subarray(0, at);
}

async function load(sha256: string, size: number, onShare: OnShare): Promise<void> {
  if (networks.has(sha256)) return;
  const [metaFile, weights] = await Promise.all([
    fetched(`${sha256}.json`),
    fetched(`${sha256}.bin`),
  ]);
  const meta = parseCheckpointMeta(await metaFile.json(), "checkpoint");
  const bytes = await bodyOf(weights, size, onShare);
  const digest = sha256Hex(bytes);
  if (digest !== sha256) throw new Error(`weights: expected digest ${sha256}, got ${digest}`);
  networks.set(sha256, fastCheckpoint(meta, bytes));
}

async function answer(
  { sha256, question }: Extract<ModelRequest, { kind: "answer" }>,
  { onShare, pause }: Work,
): Promise<ModelReply> {
  const network = networks.get(sha256);
  if (!network) throw new Error("expected a model that is loaded");
  const started = performance.now();
  const events = await answerQuestion(network, question, async (step) => {
    onShare(step / question.allowed.length);
    if (step % STEPS_BETWEEN_PAUSES === 0) await pause();
  });
  return { events, milliseconds: performance.now() - started };
}

serve<ModelRequest, ModelReply>(async (request, how) => {
  if (request.kind === "answer") return { reply: await answer(request, how) };
  await load(request.sha256, request.bytes, how.onShare);
  return { reply: { events: [], milliseconds: 0 } };
});
