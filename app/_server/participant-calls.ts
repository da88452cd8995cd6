import "server-only";
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
import { CALL_BODIES, type CallName, type Calls } from "@/lib/study/participant-calls";

/** What a call answers: a body, and perhaps another status or a cookie. */
interface CallAnswer<Name extends CallName> {
  body: Calls[Name]["answer"];
  status?: number;
  cookie?: string;
}

type Act<Name extends CallName> = (
  visit: Visit,
  body: Calls[Name]["body"],
  headers: Headers,
) => Promise<CallAnswer<Name>>;

/** A call that answers with what its service gives. */
function plain<Name extends CallName>(
  act: (visit: Visit, body: Calls[Name]["body"]) => Promise<Calls[Name]["answer"]>,
): Act<Name> {
  return async (visit, body) => ({ body: await act(visit, body) });
}

const ACTS: { [Name in CallName]: Act<Name> } = {
  start: async (visit, body, headers) => {
    const { view, secret } = await startSession(visit, body, { machine: machineOf(headers) });
    return { body: view, ...(secret ? { cookie: setSession(visit.slug, secret) } : {}) };
  },
  consent: plain<"consent">(giveConsent),
  sound: plain<"sound">(checkSound),
  headphones: plain<"headphones">(checkHeadphones),
  trials: async (visit, body) => {
    const answer = await submitTrial(visit, body);
    return { body: answer, status: answer.status === "conflict" ? 409 : 200 };
  },
  pause: plain<"pause">(endPause),
  answers: plain<"answers">(giveAnswers),
  finish: plain<"finish">(finishSession),
  heartbeat: plain<"heartbeat">(noteHeartbeat),
  language: plain<"language">(changeLanguage),
  resume: async (visit, { secret }) => {
    const view = await whereAmI({ ...visit, secret }, {});
    const known =
      "resumeLink" in view || !["welcome", "full", "closed", "not-found"].includes(view.page);
    return { body: view, ...(known ? { cookie: setSession(visit.slug, secret) } : {}) };
  },
  withdraw: plain<"withdraw">(withdraw),
  leave: async (visit) => ({
    body: await whereAmI({ ...visit, secret: null }, {}),
    cookie: clearSession(visit.slug),
  }),
};

/** Whether the last part of an address names a POST call. */
export function isCall(name: string): name is CallName {
  return Object.hasOwn(CALL_BODIES, name);
}

/** Lets one call happen, its body checked. */
export function callAct<Name extends CallName>(name: Name): Act<Name> {
  return ACTS[name];
}
