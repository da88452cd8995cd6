import "server-only";
import { env } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";

/**
 * What is wrong with where a request comes from; null where it comes from this site's own pages.
 * Browsers send Origin with every request that changes something; requests without one (curl, the
 * command line) carry no cookies of a visitor.
 * @returns a sentence that names the two addresses that differ
 */
export function originProblem(headers: Headers): string | null {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null) {
    const own = site === null || site === "same-origin" || site === "none";
    return own ? null : `expected a request of this site's own pages, got one from a ${site} page`;
  }
  const allowed = allowedOrigins(headers);
  if (allowed.has(origin)) return null;
  return `expected a request from a page at ${[...allowed].join(" or ")}, got one from ${origin}`;
}

/**
 * Lets a request pass that comes from this site's own pages.
 * @throws InputError "forbidden" for any other
 */
export function requireSameOrigin(headers: Headers): void {
  const problem = originProblem(headers);
  if (problem) throw new InputError(problem, { code: "forbidden" });
}

/** The origins under which this site is reached: its public address and the host that was asked for. */
function allowedOrigins(headers: Headers): Set<string> {
  const host = headers.get("host");
  const own = host === null ? [] : [`http://${host}`, `https://${host}`];
  const publicUrl = env().STUDY_PUBLIC_URL;
  return new Set(publicUrl ? [...own, new URL(publicUrl).origin] : own);
}
