import type { z } from "zod";
import { callerAddress } from "@/app/_server/caller-address";
import { consentCopyText } from "@/app/_server/consent-copy";
import { participantCalls } from "@/app/_server/participant-calls";
import { participantError, refusalAnswer } from "@/app/_server/participant-errors";
import { recruitmentOf, visitOf, wantedLanguage } from "@/app/_server/participant-visit";
import { isTooMany } from "@/app/_server/request-rate";
import { isSameOrigin } from "@/app/_server/same-origin";
import { copyOfConsent } from "@/lib/services/session/copy-of-consent";
import { whereAmI } from "@/lib/services/session/where-am-i";
import { storable } from "@/lib/shared/storable-text";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ slug: string; call: string }> };

/** Bodies are small: one trial's ratings with its receipt at most. */
const LARGEST_BODY = 100_000;
/** A page asks a few times a minute; simulated participants, who declare their clock, are let through. */
const SESSION_RATE = { burst: 60, perSecond: 5 };
const ADDRESS_RATE = { burst: 60, perSecond: 5 };
const NO_STORE = { "cache-control": "no-store" };

/** GET where: where this browser's participant is. GET consent-copy: what was agreed to, as text. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const { slug, call } = await context.params;
  const visit = visitOf(slug, request.headers);
  const query = new URL(request.url).searchParams;
  try {
    if (tooMany(request))
      return refusalAnswer("too many requests", "wait a moment, then try again");
    if (call === "where") {
      const language = wantedLanguage(query, request.headers);
      return Response.json(await whereAmI(visit, recruitmentOf(query), language), {
        headers: NO_STORE,
      });
    }
    if (call === "consent-copy") {
      const text = await consentCopyText(await copyOfConsent(visit));
      const attached = 'attachment; filename="consent.txt"';
      const headers = { ...NO_STORE, "content-disposition": attached };
      return new Response(text, { headers });
    }
    return refusalAnswer("not found", `there is no ${call}`);
  } catch (error) {
    return participantError(error);
  }
}

/** Everything that a participant does; lib/study/participant-requests lists the calls. */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { slug, call } = await context.params;
  try {
    const known = participantCalls[call];
    if (!known) return refusalAnswer("not found", `there is no ${call}`);
    if (!isSameOrigin(request.headers)) {
      return refusalAnswer(
        "foreign origin",
        "this request did not come from the study's own pages",
      );
    }
    if (tooMany(request))
      return refusalAnswer("too many requests", "wait a moment, then try again");
    const body = await jsonBody(request);
    const checked = known.schema.safeParse(body);
    if (!checked.success) return refusalAnswer("bad request", problemOf(checked.error, body));
    const answer = await known.act(visitOf(slug, request.headers), checked.data, request.headers);
    const headers = { ...NO_STORE, ...(answer.cookie ? { "set-cookie": answer.cookie } : {}) };
    return Response.json(answer.body, { status: answer.status ?? 200, headers });
  } catch (error) {
    return participantError(error);
  }
}

function tooMany(request: Request): boolean {
  const { secret, slug, declaredNow } = visitOf("", request.headers);
  const cookie = request.headers.get("cookie");
  if (declaredNow !== null) return false;
  if (cookie) return isTooMany(`${slug}${secret ?? cookie}`, SESSION_RATE);
  const address = callerAddress(request.headers);
  return address !== null && isTooMany(address, ADDRESS_RATE);
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

/** Which field is wrong, what was expected, and what came. */
function problemOf(error: z.ZodError, body: unknown): string {
  const issue = error.issues[0]!;
  let given: unknown = body;
  for (const key of issue.path) given = (given as Record<PropertyKey, unknown> | undefined)?.[key];
  const got = given === undefined ? "nothing" : JSON.stringify(given)?.slice(0, 100);
  return `${issue.path.join(".") || "body"}: ${issue.message}, got ${got}`;
}
