import type { TrialAnswer, TrialRequest } from "@/lib/study/participant-requests";
import { dropDraft, dropOutgoing, keepOutgoing, listOutgoing, outgoingInMemory } from "./keep";
import { addressOf, askUntilAnswered, type Call, type OnWaiting, ServerRejection } from "./server";

/** Refusals that may pass: the ratings stay in the outbox for a later try. */
const KEEP_AFTER = new Set(["no session", "study paused"]);

/**
 * Sends the ratings of one trial: first into the outbox, then to the server, over and over until
 * it has confirmed or refused them.
 * @returns the server's answer; a conflict is an answer too (other ratings stand there already)
 * @throws Refused with the server's reason
 */
export async function send(
  slug: string,
  body: TrialRequest,
  onWaiting: OnWaiting,
): Promise<TrialAnswer> {
  const entry = { slug, trial: body.trial, body };
  await keepOutgoing(entry);
  // From the second try on, the server is told that the ratings waited here.
  const late = () => keepOutgoing({ ...entry, body: { ...body, late: true } });
  const call: Call<"trials"> = { slug, name: "trials", body, alsoFine: [409] };
  try {
    const answer = await askUntilAnswered(call, (tries, obstacle) => {
      call.body = { ...body, late: true };
      void late();
      onWaiting(tries, obstacle);
    });
    if (!answer.view) throw new ServerRejection("wrong page", "the server gave no page");
    await forget(slug, body.trial);
    return answer;
  } catch (error) {
    if (error instanceof ServerRejection && !KEEP_AFTER.has(error.reason)) {
      await dropOutgoing(slug, body.trial);
    }
    throw error;
  }
}

async function forget(slug: string, trial: string): Promise<void> {
  await dropOutgoing(slug, trial);
  await dropDraft(slug, trial);
}

/**
 * Sends what an earlier page left behind.
 * @returns how many trials were sent
 */
export async function sendLeftovers(slug: string, onWaiting: OnWaiting): Promise<number> {
  const left = await listOutgoing(slug);
  for (const { body } of left) {
    // A refusal is final for these ratings, not for the others; where they stand is asked next.
    await send(slug, { ...body, late: true }, onWaiting).catch((error) => {
      if (!(error instanceof ServerRejection)) throw error;
    });
  }
  return left.length;
}

/** Hands unconfirmed ratings to the browser while the page is being closed. Sending twice is safe. */
export function sendWhileLeaving(slug: string): void {
  for (const { body } of outgoingInMemory(slug)) {
    const text = JSON.stringify({ ...body, late: true });
    navigator.sendBeacon(addressOf(slug, "trials"), text);
  }
}
