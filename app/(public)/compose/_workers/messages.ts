import type { AnswerRequest } from "@/lib/compose/answer";
import type { Note } from "@/lib/music/notes";
import type { EngravedScore } from "@/lib/score/types";

/** What the models' worker is asked. Weights are named by their digest. */
export type ModelRequest =
  | { kind: "load"; sha256: string; bytes: number }
  | { kind: "answer"; sha256: string; question: AnswerRequest };

/** What it gives back: nothing once loaded; the events of an answer and how long they took. */
export interface ModelReply {
  events: number[];
  milliseconds: number;
}

/** What the score's worker is asked. */
export interface ScoreRequest {
  notes: Note[];
  tempo: number;
  bars: number;
  /** Width in CSS pixels. */
  width: number;
}

/** What it gives back. */
export type ScoreReply = EngravedScore;

/** What the sound's worker is asked: the notes of a sampler, or a piece as MP3. */
export type SoundTask =
  | { kind: "samples"; lowest: number; highest: number }
  | { kind: "mp3"; notes: Note[]; tempo: number; steps: number };

/** A recorded note, evened out in level. */
export interface SampledNote {
  pitch: number;
  left: Float32Array;
  right: Float32Array;
}

/** What it gives back. */
export interface SoundReply {
  sampleRate: number;
  samples: SampledNote[];
  mp3: Uint8Array;
}

/** How far something is, 0..1. */
export type OnShare = (share: number) => void;

/** From the page to a worker. */
export type ToWorker<Request> = { id: number; request: Request } | { id: number; cancel: true };

/** From a worker to the page. */
export type FromWorker<Reply> =
  | { id: number; kind: "share"; share: number }
  | { id: number; kind: "done"; reply: Reply }
  | { id: number; kind: "failed"; message: string; reason: "input" | "cancelled" | "other" };
