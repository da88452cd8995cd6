import type { Refusal } from "@/lib/study/participant-requests";

/** A participant's request that is refused for a reason; nothing was stored. */
export class Refused extends Error {
  override readonly name = "Refused";

  /**
   * @param reason one of the closed list that pages translate
   * @param message what was expected and what came
   */
  constructor(
    readonly reason: Refusal,
    message: string,
  ) {
    super(message);
  }
}
