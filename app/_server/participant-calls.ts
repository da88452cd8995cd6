import "server-only";
import type { z } from "zod";
import { clearSession, machineOf, setSession } from "@/app/_server/participant-visit";
import { changeLanguage } from "@/lib/services/session/change-language";
import { checkHeadphones } from "@/lib/services/session/check-headphones";
import { checkSound } from "@/lib/services/session/check-sound";
import { endPause } from "@/lib/services/session/end-pause";
import { finishSession } from "@/lib/services/session/finish-session";
import { giveAnswers } from "@/lib/services/session/give-answers";
import { giveConsent } from "@/lib/services/session/give-consent";
import { noteHeartbeat } from "@/lib/services/session/note-heartbeat";
import { startSession } from "@/lib/services/session/start-session";
import { whereAmI } from "@/lib/services/session/where-am-i";
import { withdraw } from "@/lib/services/session/withdraw-session";
import type { Visit } from "@/lib/services/study/study-context";
import { submitTrial } from "@/lib/services/trial/submit-trial";
import * as requests from "@/lib/study/participant-requests";

/** What a call answers: a body, and perhaps another status or a cookie. */
export interface CallAnswer {
  body: unknown;
  status?: number;
  cookie?: string;
}

/** One thing that a participant's browser can ask for by POST. */
export interface ParticipantCall {
  schema: z.ZodType;
  act(visit: Visit, body: unknown, headers: Headers): Promise<CallAnswer>;
}

function call<S extends z.ZodType>(
  schema: S,
  act: (visit: Visit, body: z.infer<S>, headers: Headers) => Promise<CallAnswer>,
): ParticipantCall {
  return { schema, act: (visit, body, headers) => act(visit, body as z.infer<S>, headers) };
}

/** A call that answers with where the participant is now. */
function step<S extends z.ZodType>(
  schema: S,
  act: (visit: Visit, body: z.infer<S>) => Promise<unknown>,
) {
  return call(schema, async (visit, body) => ({ body: await act(visit, body) }));
}

/** Every POST call by the last part of its address. */
export const participantCalls: Readonly<Record<string, ParticipantCall>> = {
  start: call(requests.startRequestSchema, async (visit, body, headers) => {
    const { view, secret } = await startSession(visit, body, { machine: machineOf(headers) });
    return { body: view, ...(secret ? { cookie: setSession(visit.slug, secret) } : {}) };
  }),
  consent: step(requests.consentRequestSchema, giveConsent),
  sound: step(requests.soundRequestSchema, checkSound),
  headphones: step(requests.headphonesRequestSchema, checkHeadphones),
  trials: call(requests.trialRequestSchema, async (visit, body) => {
    const answer = await submitTrial(visit, body);
    return { body: answer, status: answer.status === "conflict" ? 409 : 200 };
  }),
  pause: step(requests.pauseRequestSchema, endPause),
  answers: step(requests.answersRequestSchema, giveAnswers),
  finish: step(requests.finishRequestSchema, finishSession),
  heartbeat: step(requests.heartbeatRequestSchema, noteHeartbeat),
  language: step(requests.languageRequestSchema, changeLanguage),
  resume: call(requests.resumeRequestSchema, async (visit, { secret }) => {
    const view = await whereAmI({ ...visit, secret }, {});
    const known =
      "resumeLink" in view || !["welcome", "full", "closed", "not-found"].includes(view.page);
    return { body: view, ...(known ? { cookie: setSession(visit.slug, secret) } : {}) };
  }),
  withdraw: step(requests.withdrawRequestSchema, withdraw),
  leave: call(requests.finishRequestSchema, async (visit) => ({
    body: await whereAmI({ ...visit, secret: null }, {}),
    cookie: clearSession(visit.slug),
  })),
};
