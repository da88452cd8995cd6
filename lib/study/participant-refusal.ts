import { type ErrorCode, InputError } from "@/lib/shared/invariant";

/** Why a participant's request was refused: a closed list that pages translate, each with its code. */
export const REFUSAL_CODES = {
  invalid: "invalid",
  "foreign origin": "forbidden",
  "no session": "signed out",
  "not found": "not found",
  "not heard yet": "unprocessable",
  "not this trial": "unprocessable",
  "out of range": "unprocessable",
  "unknown dimension": "unprocessable",
  incomplete: "conflict",
  "wrong page": "conflict",
  "already complete": "conflict",
  "study paused": "conflict",
  "study closed": "conflict",
  withdrawn: "conflict",
  "declared clock refused": "forbidden",
  "too late to withdraw": "conflict",
} as const satisfies Record<string, ErrorCode>;

/** Why a participant's request was refused. */
export type RefusalReason = keyof typeof REFUSAL_CODES;

/** A participant's request that is refused for a reason; nothing was stored. */
export class ParticipantRefusal extends InputError {
  override readonly name = "ParticipantRefusal";

  /**
   * @param reason one of the closed list that pages translate
   * @param message what was expected and what came
   */
  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message, { code: REFUSAL_CODES[reason] });
  }
}
