import "server-only";
import type { z } from "zod";
import { errorAnswer } from "@/app/_server/error-answer";
import { requireSameOrigin } from "@/app/_server/same-origin";
import { type StaffMember, staffOf } from "@/app/_server/staff";
import { InputError } from "@/lib/shared/invariant";

/** What a desk handler gets: who asks, the request, and the parts of its path. */
export interface DeskCall<P> {
  staff: StaffMember;
  request: Request;
  params: P;
}

type Handler<P> = (call: DeskCall<P>) => Promise<Response>;
type RouteHandler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

/** A handler that every signed-in member of staff may call: reading, and one's own account. */
export function forStaff<P = object>(handler: Handler<P>): RouteHandler<P> {
  return guarded(handler, () => true);
}

/** A handler for admins only: everything that changes a study, a set, or other people's access. */
export function forAdmins<P = object>(handler: Handler<P>): RouteHandler<P> {
  return guarded(handler, (staff) => staff.role === "admin");
}

function guarded<P>(handler: Handler<P>, allows: (staff: StaffMember) => boolean): RouteHandler<P> {
  return async (request, context) => {
    try {
      const reads = request.method === "GET" || request.method === "HEAD";
      if (!reads) requireSameOrigin(request.headers);
      const staff = await staffOf(request.headers);
      if (!staff) throw new InputError("sign in first", { code: "signed out" });
      if (!allows(staff)) throw new InputError("only an admin may do this", { code: "forbidden" });
      return await handler({ staff, request, params: await context.params });
    } catch (error) {
      return errorAnswer(error);
    }
  };
}

/**
 * The body of a request, checked.
 * @throws InputError that says what is wrong with which field
 */
export async function bodyOf<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await request.json().catch(() => undefined);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const [field] = issue.path;
  if (typeof field !== "string") throw new InputError(`body: ${issue.message}`);
  throw new InputError(`${issue.path.join(".")}: ${expectation(issue)}`, { field });
}

/** What a value should have been, in a person's words where zod's own are a programmer's. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.expected === "number") return "expected a number";
  if (issue.code === "invalid_type" && issue.expected === "int") return "expected a whole number";
  const text = "origin" in issue && issue.origin === "string";
  if (text && issue.code === "too_small" && issue.minimum === 1) return "nothing was entered";
  const unit = text ? " characters" : "";
  if (issue.code === "too_small") return `expected at least ${issue.minimum}${unit}`;
  if (issue.code === "too_big") return `expected at most ${issue.maximum}${unit}`;
  return issue.message;
}
