import type { CallName, Calls } from "@/lib/study/participant-calls";
import type { ErrorAnswer, ErrorWord } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { waitBefore, waitOrOnline } from "./back-off";
import { silenceLimit } from "./silence-limit";

/** The server answered and said no; trying again would not help. */
export class ServerRejection extends Error {
  override readonly name = "ServerRejection";
  constructor(
    readonly reason: ErrorWord,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Why no usable answer came: nothing answers; calls are blocked while the page itself can be reached;
 * the server asks for patience; or what came was an error or no answer of ours.
 */
export type Obstacle = "no answer" | "blocked" | "busy" | "failing";

/** No usable answer came: the network, a restart, or a server under load. Worth another try. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  /**
   * @param obstacle what stood in the way
   * @param retryAfterMs the server's own word on when to come again; 0 where it said none
   */
  constructor(
    readonly obstacle: Obstacle,
    message: string,
    readonly retryAfterMs = 0,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const TIME_OUT_MS = 15_000;
/** Tries without an answer after which the page asks for itself: what blocks calls rarely blocks pages. */
const ASK_PAGE_AFTER = 5;
const SUCCESS = (status: number) => status >= 200 && status < 300;
const TRY_AGAIN = (status: number) => status === 429 || status >= 500;

/** What can be asked for: a POST call, or where the participant is. */
type AskName = CallName | "where";

/** A call: a POST with its body; without one it is a GET. */
export type Call<Name extends AskName> = {
  slug: string;
  name: Name;
  /** Statuses besides 2xx whose answer is the usual one, not an error. */
  alsoFine?: readonly number[];
} & (Name extends CallName ? { body: Calls[Name]["body"] } : { query: string });

/** What a call is answered with. */
export type AnswerTo<Name extends AskName> = Name extends CallName
  ? Calls[Name]["answer"]
  : ParticipantView;

/** Address of a participant's call. @param query search part, with its question mark */
export function addressOf(slug: string, name: AskName | "consent-copy", query = ""): string {
  return `/api/participant/${encodeURIComponent(slug)}/${name}${query}`;
}

/** Address of the participant's copy of the consent form, a text file. */
export function consentCopyOf(slug: string): string {
  return addressOf(slug, "consent-copy");
}

/**
 * Asks the server once.
 * @throws ServerRejection when the server says no, Unreachable when no usable answer comes
 */
export async function ask<Name extends AskName>(call: Call<Name>): Promise<AnswerTo<Name>> {
  const response = await reach(call);
  const { status } = response;
  const fine = SUCCESS(status) || call.alsoFine?.includes(status);
  const answer = await parse(response);
  if (fine) return answer as AnswerTo<Name>;
  const { error, message } = answer as Partial<ErrorAnswer>;
  if (error && !TRY_AGAIN(status)) throw new ServerRejection(error, message ?? "");
  const seconds = Number(response.headers.get("retry-after")) || 0;
  const obstacle = status === 429 ? "busy" : "failing";
  throw new Unreachable(obstacle, message ?? response.statusText, seconds * 1000);
}

async function reach(call: Call<AskName>): Promise<Response> {
  const { slug, name } = call;
  const limit = silenceLimit(TIME_OUT_MS);
  const options: RequestInit = { cache: "no-store", signal: limit.signal };
  if ("body" in call) {
    options.method = "POST";
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(call.body);
  }
  try {
    return await fetch(addressOf(slug, name, "query" in call ? call.query : ""), options);
  } catch (cause) {
    throw new Unreachable("no answer", "no answer", 0, { cause });
  } finally {
    limit.end();
  }
}

async function parse(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable("failing", `expected JSON, status ${response.status}`, 0, { cause });
  }
}

/** Told after each failed try, with the tries so far and what stood in the way. */
export type OnWaiting = (tries: number, obstacle: Obstacle) => void;

/**
 * Tries until the server answers, however long that takes; it never comes sooner than the server said.
 * @throws ServerRejection
 */
export async function askUntilAnswered<Name extends AskName>(
  call: Call<Name>,
  onWaiting: OnWaiting,
): Promise<AnswerTo<Name>> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask<Name>(call);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      onWaiting(tries, await namedObstacle(error.obstacle, tries));
      await waitOrOnline(Math.max(waitBefore(tries), error.retryAfterMs));
    }
  }
}

/** Tells a blocked call from a lost connection, by asking for something that is not blocked alike. */
async function namedObstacle(obstacle: Obstacle, tries: number): Promise<Obstacle> {
  if (obstacle !== "no answer" || tries < ASK_PAGE_AFTER) return obstacle;
  return (await pageAnswers()) ? "blocked" : obstacle;
}

/** Whether this page's own address can be reached. */
export async function pageAnswers(): Promise<boolean> {
  const limit = silenceLimit(TIME_OUT_MS);
  try {
    const { pathname } = window.location;
    await fetch(pathname, { method: "HEAD", cache: "no-store", signal: limit.signal });
    return true;
  } catch {
    return false;
  } finally {
    limit.end();
  }
}
