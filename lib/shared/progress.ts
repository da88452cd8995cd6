/** How far a long work is: the one shape in which every part of the program tells it. */
export interface Progress {
  /** What is being done, as people read it; constant while it is done. */
  stage: string;
  /** How much of the stage is done, in units of the stage's own, from 0. */
  done: number;
  /** How much the stage is in all; at least `done`. */
  total: number;
}

/** Told how far a long work is. What it throws stops the work; what it promises may be waited for. */
export type OnProgress = (progress: Progress) => void | Promise<void>;
