import { sql } from "drizzle-orm";
import { answers } from "@/db/schema/sessions";
import type { Visit } from "@/lib/services/study/study-context";
import { answerProblem } from "@/lib/study/answer-rules";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { AnswersRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { applyEvent, type SessionContext, withSession } from "./session-context";
import { sessionView } from "./session-view";

/**
 * Stores the answers to all questions (null where one was left out) and goes on. Sent again later
 * it changes nothing.
 * @throws ParticipantRefusal "invalid" for an unknown question or a value that does not fit
 */
export function giveAnswers(visit: Visit, request: AnswersRequest): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    if (context.session.state.kind === "questions") {
      await storeAnswers(context, request);
      await applyEvent(context, { kind: "questions answered" });
    }
    return sessionView(context);
  });
}

async function storeAnswers(context: SessionContext, request: AnswersRequest): Promise<void> {
  const { questions } = context.version.configuration;
  for (const [id, value] of Object.entries(request.answers)) {
    const question = questions.find((candidate) => candidate.id === id);
    if (!question) throw new ParticipantRefusal("invalid", `there is no question ${id}`);
    const problem = answerProblem(question, value);
    if (problem) throw new ParticipantRefusal("invalid", `${id}: expected ${problem}`);
  }
  await context.tx
    .insert(answers)
    .values(
      questions.map((question) => ({
        sessionId: context.session.id,
        question: question.id,
        value: request.answers[question.id] ?? sql`'null'::jsonb`,
        answeredAt: context.now,
      })),
    )
    .onConflictDoNothing();
}
