import type { z } from "zod";
import * as requests from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";

/** The bodies of the POST calls, by the last part of their address. */
export const CALL_BODIES = {
  start: requests.startRequestSchema,
  consent: requests.consentRequestSchema,
  sound: requests.soundRequestSchema,
  headphones: requests.headphonesRequestSchema,
  trials: requests.trialRequestSchema,
  pause: requests.pauseRequestSchema,
  answers: requests.answersRequestSchema,
  finish: requests.finishRequestSchema,
  heartbeat: requests.heartbeatRequestSchema,
  language: requests.languageRequestSchema,
  resume: requests.resumeRequestSchema,
  withdraw: requests.withdrawRequestSchema,
  leave: requests.leaveRequestSchema,
} as const satisfies Record<string, z.ZodType>;

/** Name of a POST call. */
export type CallName = keyof typeof CALL_BODIES;

/** Calls whose answer is not the page that follows. */
interface OtherAnswers {
  trials: requests.TrialAnswer;
  heartbeat: requests.HeartbeatAnswer;
}

/** What each POST call takes and gives: one list for the server that answers and the page that asks. */
export type Calls = {
  [Name in CallName]: {
    body: z.infer<(typeof CALL_BODIES)[Name]>;
    answer: Name extends keyof OtherAnswers ? OtherAnswers[Name] : ParticipantView;
  };
};

/** Calls that lead to the page that follows. */
export type StepName = Exclude<CallName, keyof OtherAnswers>;
