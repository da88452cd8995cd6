import type { ErrorAnswer, Refusal } from "@/lib/study/participant-requests";
import { waitBefore, waitOrOnline } from "./back-off";

/** The server answered and said no; trying again would not help. */
export class ServerRejection extends Error {
  override readonly name = "ServerRejection";
  constructor(
    readonly reason: Refusal,
    message: string,
  ) {
    super(message);
  }
}

/** No usable answer came: the network, a restart, or a server under load. Worth another try. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

const TIME_OUT_MS = 15_000;
const SUCCESS = (status: number) => status >= 200 && status < 300;
const TRY_AGAIN = (status: number) => status === 429 || status >= 500;

/** What a call asks for. */
export interface Call {
  slug: string;
  /** Name of the call, for example "where" (participant-requests.ts lists them). */
  name: string;
  /** Sent as JSON by POST; without it the call is a GET. */
  body?: unknown;
  /** Search part of the address, with its question mark. */
  query?: string;
  /** Statuses besides 2xx whose answer is the usual one, not an error. */
  alsoFine?: readonly number[];
}

/** Address of a participant's call. */
export function addressOf(slug: string, name: string, query = ""): string {
  return `/api/participant/${encodeURIComponent(slug)}/${name}${query}`;
}

/** Address of the participant's copy of the consent form, a text file. */
export function consentCopyOf(slug: string): string {
  return addressOf(slug, "consent-copy");
}

/**
 * Asks the server once.
 * @throws Refused when the server says no, Unreachable when no usable answer comes
 */
export async function ask<T>(call: Call): Promise<T> {
  const response = await reach(call);
  const fine = SUCCESS(response.status) || call.alsoFine?.includes(response.status);
  const answer = await parse(response);
  if (fine) return answer as T;
  const { error, message } = answer as ErrorAnswer;
  if (TRY_AGAIN(response.status) || !error) throw new Unreachable(message ?? response.statusText);
  throw new ServerRejection(error, message);
}

async function reach({ slug, name, body, query }: Call): Promise<Response> {
  const options: RequestInit = { cache: "no-store", signal: AbortSignal.timeout(TIME_OUT_MS) };
  if (body !== undefined) {
    options.method = "POST";
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  try {
    return await fetch(addressOf(slug, name, query), options);
  } catch (cause) {
    throw new Unreachable("no answer", { cause });
  }
}

async function parse(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable(`expected JSON, status ${response.status}`, { cause });
  }
}

/**
 * Tries until the server answers, however long that takes.
 * @param onWaiting told after each failed try, with the tries so far
 * @throws Refused
 */
export async function askUntilAnswered<T>(
  call: Call,
  onWaiting: (tries: number) => void,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask<T>(call);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      onWaiting(tries);
      await waitOrOnline(waitBefore(tries));
    }
  }
}
