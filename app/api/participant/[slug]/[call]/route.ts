import type { z } from "zod";
import { callerAddress } from "@/app/_server/caller-address";
import { consentCopyText } from "@/app/_server/consent-copy";
import { errorAnswer } from "@/app/_server/error-answer";
import { callAct, isCall } from "@/app/_server/participant-calls";
import { storedRecruitment, visitOf, wantedLanguage } from "@/app/_server/participant-visit";
import { originProblem } from "@/app/_server/same-origin";
import { copyOfConsent } from "@/lib/services/session/copy-of-consent";
import { countRequest } from "@/lib/services/session/count-request";
import { whereAmI } from "@/lib/services/session/where-am-i";
import type { Visit } from "@/lib/services/study/study-context";
import { InputError } from "@/lib/shared/invariant";
import { storable } from "@/lib/shared/storable-text";
import { linkQuery } from "@/lib/study/link-reading";
import { CALL_BODIES, type CallName, type Calls } from "@/lib/study/participant-calls";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ slug: string; call: string }> };

/** Bodies are small: one trial's ratings with its receipt at most. */
const LARGEST_BODY = 100_000;
const NO_STORE = { "cache-control": "no-store" };

/** GET where: where this browser's participant is. GET consent-copy: what was agreed to, as text. */
export async function GET(request: Request, context: Context): Promise<Response> {
  try {
    const { slug, call } = await context.params;
    const visit = visitOf(slug, request.headers);
    await countRequest(visit, callerAddress(request.headers));
    if (call === "where") return await where(visit, request);
    if (call === "consent-copy") return await consentCopy(visit);
    throw new ParticipantRefusal("not found", `there is no ${call}`);
  } catch (error) {
    return errorAnswer(error);
  }
}

async function where(visit: Visit, request: Request): Promise<Response> {
  const query = linkQuery(new URL(request.url).search);
  const language = wantedLanguage(query, request.headers);
  const view = await whereAmI(visit, storedRecruitment(query), language);
  return Response.json(view, { headers: NO_STORE });
}

async function consentCopy(visit: Visit): Promise<Response> {
  const text = await consentCopyText(await copyOfConsent(visit));
  const headers = { ...NO_STORE, "content-disposition": 'attachment; filename="consent.txt"' };
  return new Response(text, { headers });
}

/** Everything that a participant does; lib/study/participant-calls lists the calls. */
export async function POST(request: Request, context: Context): Promise<Response> {
  try {
    const { slug, call } = await context.params;
    if (!isCall(call)) throw new ParticipantRefusal("not found", `there is no ${call}`);
    const problem = originProblem(request.headers);
    if (problem) throw new ParticipantRefusal("foreign origin", problem);
    const visit = visitOf(slug, request.headers);
    await countRequest(visit, callerAddress(request.headers));
    return await answer(call, visit, request);
  } catch (error) {
    return errorAnswer(error);
  }
}

async function answer(name: CallName, visit: Visit, request: Request): Promise<Response> {
  const body = checked(name, await jsonBody(request));
  const { body: told, status, cookie } = await callAct(name)(visit, body, request.headers);
  const headers = { ...NO_STORE, ...(cookie ? { "set-cookie": cookie } : {}) };
  return Response.json(told, { status: status ?? 200, headers });
}

async function jsonBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > LARGEST_BODY) return undefined;
  try {
    return storable(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function checked<Name extends CallName>(name: Name, body: unknown): Calls[Name]["body"] {
  const result = CALL_BODIES[name].safeParse(body);
  if (result.success) return result.data as Calls[Name]["body"];
  const { message, field } = problemOf(result.error, body);
  throw new InputError(message, field === undefined ? {} : { field });
}

/** Which field is wrong, what was expected, and what came. */
function problemOf(error: z.ZodError, body: unknown): { message: string; field?: string } {
  const issue = error.issues[0]!;
  let given: unknown = body;
  for (const key of issue.path) given = (given as Record<PropertyKey, unknown> | undefined)?.[key];
  const got = given === undefined ? "nothing" : JSON.stringify(given)?.slice(0, 100);
  const field = issue.path.join(".");
  const message = `${field || "body"}: ${issue.message}, got ${got}`;
  return field ? { message, field } : { message };
}
