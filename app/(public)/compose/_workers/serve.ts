import { InputError } from "@/lib/shared/invariant";
import type { FromWorker, OnShare, ToWorker } from "./messages";

/** Thrown where the page no longer wants the answer. */
class Cancelled extends Error {}

/** What a worker's work gets beside the request. */
export interface Work {
  onShare: OnShare;
  /** Lets messages in, and throws when the page has asked to stop. */
  pause: () => Promise<void>;
}

/** A reply with the buffers that move to the page instead of being copied. */
export interface Handed<Reply> {
  reply: Reply;
  transfer?: Transferable[];
}

/** The worker's side of the global object, which the page's types do not describe. */
interface Scope {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

function turnOfMessages(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function failure(error: unknown): { message: string; reason: "input" | "cancelled" | "other" } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Cancelled) return { message, reason: "cancelled" };
  return { message, reason: error instanceof InputError ? "input" : "other" };
}

/** Answers the page's requests inside a worker, one after the other as they come. */
export function serve<Request, Reply>(
  work: (request: Request, how: Work) => Promise<Handed<Reply>>,
): void {
  const scope = globalThis as unknown as Scope;
  const cancelled = new Set<number>();
  const post = (message: FromWorker<Reply>, transfer: Transferable[] = []) =>
    scope.postMessage(message, transfer);
  const answer = async (id: number, request: Request) => {
    const pause = async () => {
      await turnOfMessages();
      if (cancelled.delete(id)) throw new Cancelled("stopped");
    };
    try {
      const onShare = (share: number) => post({ id, kind: "share", share });
      const { reply, transfer } = await work(request, { onShare, pause });
      post({ id, kind: "done", reply }, transfer);
    } catch (error) {
      post({ id, kind: "failed", ...failure(error) });
    }
  };
  scope.addEventListener("message", ({ data }: MessageEvent<ToWorker<Request>>) => {
    if ("cancel" in data) cancelled.add(data.id);
    else void answer(data.id, data.request);
  });
}
