import {
  DECLARED_CLOCK_HEADER,
  type ErrorAnswer,
  errorAnswerSchema,
} from "@/lib/study/participant-requests";
import { type ParticipantView, participantViewSchema } from "@/lib/study/participant-view";

/** What a call gave: its status and the parsed body. */
export interface BotAnswer {
  status: number;
  body: unknown;
}

/** A refusal that a bot did not expect. */
export class BotRefused extends Error {
  override readonly name = "BotRefused";

  constructor(
    readonly status: number,
    readonly answer: ErrorAnswer | null,
    call: string,
  ) {
    super(`${call}: ${status} ${answer ? `${answer.error}: ${answer.message}` : ""}`);
  }
}

/** Told of every exchange with the site, so that all traffic can be looked through. */
export type Listener = (exchange: {
  url: string;
  status: number;
  headers: Headers;
  body: Uint8Array;
}) => void;

/** Where and as whom a bot calls. */
export interface BotClientOptions {
  /** Address of the site, for example http://localhost:3000. */
  site: string;
  slug: string;
  /** Milliseconds since 1970 at which its declared clock starts; null = it lives by real time. */
  startsAt: number | null;
  /** Sendings of one request before it gives up; 5 where nothing is said. */
  tries?: number | undefined;
  listener?: Listener | undefined;
}

/** A browser's part of the participant's interface: a cookie, a clock, and requests. */
export class BotClient {
  /** Something was sent again, so that "already stored" may be the answer to the first sending. */
  sentAgain = false;
  private cookie = "";
  private clock: number | null;

  constructor(private readonly options: BotClientOptions) {
    this.clock = options.startsAt;
  }

  /** Lets time pass: the declared clock moves on, or real time is waited for. */
  async wait(ms: number): Promise<void> {
    if (this.clock !== null) this.clock += Math.ceil(ms);
    else await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** Milliseconds since 1970 by the bot's clock. */
  now(): number {
    return this.clock ?? Date.now();
  }

  /** Another tab of the same browser. */
  otherTab(): BotClient {
    const tab = new BotClient({ ...this.options, startsAt: this.clock });
    tab.cookie = this.cookie;
    return tab;
  }

  /** Forgets the cookie, as another browser would. */
  forget(): void {
    this.cookie = "";
  }

  /** Calls the participant's interface; a body makes it a POST. */
  async call(name: string, body?: unknown, query = ""): Promise<BotAnswer> {
    const path = `/api/participant/${encodeURIComponent(this.options.slug)}/${name}${query}`;
    const init: RequestInit =
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const { status, bytes } = await this.fetch(path, init);
    return { status, body: JSON.parse(new TextDecoder().decode(bytes)) };
  }

  /**
   * Calls and expects a page.
   * @throws BotRefused where the answer is an error
   */
  async page(name: string, body?: unknown, query = ""): Promise<ParticipantView> {
    const answer = await this.call(name, body, query);
    if (answer.status !== 200) throw this.refused(name, answer);
    return participantViewSchema.parse(answer.body);
  }

  /** The error of a refused call. */
  refused(name: string, { status, body }: BotAnswer): BotRefused {
    const parsed = errorAnswerSchema.safeParse(body);
    return new BotRefused(status, parsed.success ? parsed.data : null, name);
  }

  /** Fetches a clip. */
  async clip(url: string): Promise<Uint8Array> {
    const { status, bytes } = await this.fetch(url, {});
    if (status !== 200) throw new BotRefused(status, null, url);
    return bytes;
  }

  private async fetch(path: string, init: RequestInit) {
    const headers: Record<string, string> = { origin: this.options.site };
    if (this.cookie) headers.cookie = this.cookie;
    if (this.clock !== null) headers[DECLARED_CLOCK_HEADER] = String(this.clock);
    const { response, bytes } = await this.untilAnswered(path, { ...init, headers });
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(";")[0]!;
    this.options.listener?.({
      url: path,
      status: response.status,
      headers: response.headers,
      body: bytes,
    });
    return { status: response.status, bytes };
  }

  /** Like a browser's outbox: what found no answer is sent again, unchanged. */
  private async untilAnswered(path: string, init: RequestInit) {
    const { tries: limit = 5 } = this.options;
    for (let tries = 1; ; tries++) {
      try {
        const response = await fetch(this.options.site + path, init);
        const bytes = new Uint8Array(await response.arrayBuffer());
        if (response.status < 500 || tries >= limit) return { response, bytes };
      } catch (error) {
        if (tries >= limit) throw error;
      }
      this.sentAgain = true;
      await new Promise((resolve) => setTimeout(resolve, 200 * tries));
    }
  }
}
