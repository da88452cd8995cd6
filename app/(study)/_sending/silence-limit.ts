/** A limit on silence: it ends what it is given to, unless news keep coming. */
export interface SilenceLimit {
  signal: AbortSignal;
  /** Something came: the time begins anew. */
  heard(): void;
  /** No longer needed. */
  end(): void;
}

/**
 * A limit on how long nothing may come, built from what every browser has (`AbortSignal.timeout` is
 * younger than some phones).
 * @param also another signal that ends it as well
 */
export function silenceLimit(milliseconds: number, also?: AbortSignal): SilenceLimit {
  const controller = new AbortController();
  const stop = () => controller.abort();
  let timer = setTimeout(stop, milliseconds);
  if (also?.aborted) stop();
  also?.addEventListener("abort", stop);
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(stop, milliseconds);
    },
    end: () => {
      clearTimeout(timer);
      also?.removeEventListener("abort", stop);
    },
  };
}
