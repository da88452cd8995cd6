import "server-only";
import type { StaffMember } from "@/app/_server/staff";
import { type LookState, lookState } from "@/lib/services/result/study-looks";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";

/**
 * What is marked on results that a member of staff takes out of the desk.
 * @throws InputError "forbidden" before the stop rule is met, unless a look was logged
 */
export async function openLook(facts: StudyFacts, staff: StaffMember): Promise<LookState> {
  const look = await lookState(facts, staff.id);
  if (look.open) return look;
  throw new InputError("the stop rule is not met: log a look on the results page first", {
    code: "forbidden",
  });
}
