import { WorkerLine } from "./line";
import type {
  ModelReply,
  ModelRequest,
  ScoreReply,
  ScoreRequest,
  SoundReply,
  SoundTask,
} from "./messages";

/** The networks: weights are fetched and answers drawn here, so that the page never stands still. */
export const modelLine = new WorkerLine<ModelRequest, ModelReply>(
  () => new Worker(new URL("./model-worker.ts", import.meta.url), { type: "module" }),
);

/** The engraver of the score. */
export const scoreLine = new WorkerLine<ScoreRequest, ScoreReply>(
  () => new Worker(new URL("./score-worker.ts", import.meta.url), { type: "module" }),
);

/** The study's piano: samples to play with, and whole pieces as MP3. */
export const soundLine = new WorkerLine<SoundTask, SoundReply>(
  () => new Worker(new URL("./sound-worker.ts", import.meta.url), { type: "module" }),
);
