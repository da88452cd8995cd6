import type { FromWorker, OnShare, ToWorker } from "./messages";

/** Why a worker did not answer: a person's input, a wish to stop, or something else. */
export class WorkerRefusal extends Error {
  constructor(
    message: string,
    readonly reason: "input" | "cancelled" | "other",
  ) {
    super(message);
  }
}

interface Waiting<Reply> {
  resolve: (reply: Reply) => void;
  reject: (error: WorkerRefusal) => void;
  onShare?: OnShare;
}

/** A worker that answers questions; started at the first one, and again after it broke. */
export class WorkerLine<Request, Reply> {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting<Reply>>();
  private last = 0;

  constructor(private readonly start: () => Worker) {}

  /**
   * Asks the worker.
   * @param signal when it says so, the worker is told to stop
   * @throws WorkerRefusal
   */
  ask(
    request: Request,
    { onShare, signal }: { onShare?: OnShare; signal?: AbortSignal } = {},
  ): Promise<Reply> {
    const id = ++this.last;
    this.worker ??= this.open();
    const { worker } = this;
    const post = (message: ToWorker<Request>) => worker.postMessage(message);
    signal?.addEventListener("abort", () => post({ id, cancel: true }), { once: true });
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, onShare });
      post({ id, request });
    });
  }

  private open(): Worker {
    const worker = this.start();
    worker.onmessage = ({ data }: MessageEvent<FromWorker<Reply>>) => this.receive(data);
    worker.onerror = (event) => this.broken(event.message || "a part of the page did not start");
    return worker;
  }

  private receive(message: FromWorker<Reply>): void {
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === "share") {
      waiting.onShare?.(message.share);
      return;
    }
    this.waiting.delete(message.id);
    if (message.kind === "done") waiting.resolve(message.reply);
    else waiting.reject(new WorkerRefusal(message.message, message.reason));
  }

  private broken(message: string): void {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(new WorkerRefusal(message, "other"));
    this.waiting.clear();
  }

  /** Ends the worker; whatever waits is refused. */
  close(): void {
    this.broken("closed");
  }
}
