import type { Tone } from "@/app/admin/_desk/parts";
import type {
  JobStatus,
  SessionStatus,
  SetStatus,
  StudyMode,
  StudyStatus,
} from "@/lib/study/terms";

/** Colours of the states of studies, sessions, sets and jobs. */
export const STUDY_TONES: Record<StudyStatus, Tone> = {
  draft: "plain",
  open: "good",
  paused: "warn",
  closed: "accent",
};
/** Colours of a session's states. */
export const SESSION_TONES: Record<SessionStatus, Tone> = {
  active: "accent",
  complete: "good",
  abandoned: "warn",
  declined: "plain",
  "screened-out": "warn",
  withdrawn: "bad",
};
/** Colours of a set's states. */
export const SET_TONES: Record<SetStatus, Tone> = {
  draft: "warn",
  published: "good",
  archived: "plain",
};
/** Colours of a job's states. */
export const JOB_TONES: Record<JobStatus, Tone> = {
  queued: "plain",
  running: "accent",
  done: "good",
  failed: "bad",
  cancelled: "warn",
};
/** What the kinds of jobs are called. */
const JOB_NAMES: Record<string, string> = {
  "generate-set": "Generate a set",
  "set-from-upload": "Make a set of uploaded clips",
  "gallery-set": "Write pieces for the gallery",
  "analyse-study": "Compute a study's models",
};
/** What a kind of job is called; one that is not known here keeps its own word. */
export function jobName(kind: string): string {
  return JOB_NAMES[kind] ?? kind;
}
/** What a job is called: its kind, and the name of what it makes where it has one. */
export function jobTitle({ kind, input }: { kind: string; input: unknown }): string {
  const { name, study } = (input ?? {}) as { name?: unknown; study?: unknown };
  const of = typeof name === "string" ? name : study;
  return typeof of === "string" ? `${jobName(kind)}: ${of}` : jobName(kind);
}

/** The mark of studies that hold no person's judgement; live ones carry none. */
export const MODE_WORDS: Record<StudyMode, string | null> = {
  live: null,
  test: "test",
  simulated: "simulated",
};
