import "server-only";
import type { Visit } from "@/lib/services/study/study-context";
import { env } from "@/lib/shared/env";
import { storableText } from "@/lib/shared/storable-text";
import { recruitmentOf } from "@/lib/study/link-reading";
import { DECLARED_CLOCK_HEADER } from "@/lib/study/participant-requests";

/** Name of the cookie that holds a study's session; several studies may be open in one browser. */
export function sessionCookie(slug: string): string {
  return `study_${slug}`;
}

/** Who asks, from a request's cookie and headers. */
export function visitOf(slug: string, headers: Headers): Visit {
  const declared = Number(headers.get(DECLARED_CLOCK_HEADER) ?? Number.NaN);
  return {
    slug,
    secret: cookieValue(headers.get("cookie") ?? "", sessionCookie(slug)),
    declaredNow: Number.isSafeInteger(declared) ? declared : null,
  };
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(";")) {
    const [key, ...rest] = pair.trim().split("=");
    const value = rest.join("=");
    if (key === name && value) return value;
  }
  return null;
}

/** The header that gives a browser its session: gone when the browser closes after 30 days at most. */
export function setSession(slug: string, secret: string): string {
  return `${sessionCookie(slug)}=${secret}; Max-Age=${30 * 24 * 3600}; ${attributes()}`;
}

/** The header that takes the session from a shared computer. */
export function clearSession(slug: string): string {
  return `${sessionCookie(slug)}=; Max-Age=0; ${attributes()}`;
}

function attributes(): string {
  const secure = env().STUDY_PUBLIC_URL?.startsWith("https:") ? "; Secure" : "";
  return `Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** The recruitment parameters of a link's query, as they may be stored. */
export function storedRecruitment(query: URLSearchParams): Record<string, string> {
  const kept = Object.entries(recruitmentOf(query)).map((pair) => pair.map(storableText));
  return Object.fromEntries(kept);
}

/** The language wanted: `?lang=`, otherwise the browser's first. */
export function wantedLanguage(query: URLSearchParams, headers: Headers): string {
  return query.get("lang") ?? headers.get("accept-language")?.split(/[,;]/)[0]?.trim() ?? "";
}

/** Coarse kind of machine; the user agent itself is not kept. */
export function machineOf(headers: Headers): string {
  const agent = headers.get("user-agent") ?? "";
  if (/iPad|Tablet|Android(?!.*Mobile)/.test(agent)) return "tablet";
  return /Mobi|iPhone|Android/.test(agent) ? "phone" : "desktop";
}
