import { z } from "zod";
import { bodyOf } from "@/app/_server/desk-route";
import { errorAnswer } from "@/app/_server/error-answer";
import { requireSameOrigin } from "@/app/_server/same-origin";
import { redeemLink } from "@/lib/services/staff/staff-links";

const body = z.object({ secret: z.string().max(100), password: z.string().max(1000) });

/** Uses a one-time link: the only act of the desk that needs no sign-in, since the link is the proof. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request.headers);
    const value = await bodyOf(request, body);
    // No throttle: a secret of 200 random bits can't be guessed.
    await redeemLink(value.secret, value.password);
    return Response.json({ next: "/admin/sign-in" });
  } catch (error) {
    return errorAnswer(error);
  }
}
