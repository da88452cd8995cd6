import "server-only";
import { env } from "@/lib/shared/env";

/**
 * Whether a request comes from this site's own pages. Browsers send Origin with every request that
 * changes something; requests without one (curl, the command line) carry no cookies of a visitor.
 * @param headers the request's headers
 */
export function isSameOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null) return site === null || site === "same-origin" || site === "none";
  return allowedOrigins(headers).has(origin);
}

/** The origins under which this site is reached: its public address and the host that was asked for. */
function allowedOrigins(headers: Headers): Set<string> {
  const host = headers.get("host");
  const own = host === null ? [] : [`http://${host}`, `https://${host}`];
  const publicUrl = env().STUDY_PUBLIC_URL;
  return new Set(publicUrl ? [...own, new URL(publicUrl).origin] : own);
}
