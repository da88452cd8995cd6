/** Where the time comes from: the machine's clock, or one that a test or a bot declares. */
export interface Clock {
  /** The moment now. */
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still at the given moment. */
export function fixedClock(moment: Date): Clock {
  return { now: () => new Date(moment) };
}
