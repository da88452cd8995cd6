import { type NextRequest, NextResponse } from "next/server";
import { chooseLanguage, languageHeader } from "@/i18n/languages";

/**
 * Runs before every page: a fresh nonce with the content security policy, the language asked for,
 * and headers that keep private links and study pages to themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentPolicy(nonce, request.nextUrl.pathname);
  const forward = new Headers(request.headers);
  forward.set("content-security-policy", policy);
  forward.set("x-nonce", nonce);
  forward.set(
    languageHeader,
    chooseLanguage(
      request.nextUrl.searchParams.get("lang"),
      isDesk(request.nextUrl.pathname) ? null : request.headers.get("accept-language"),
    ),
  );
  const response = NextResponse.next({ request: { headers: forward } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  // Private links carry secrets in their address: no page is told where a visitor came from.
  response.headers.set("referrer-policy", "no-referrer");
  response.headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (isParticipantPage(request.nextUrl.pathname)) {
    response.headers.set("x-robots-tag", "noindex, nofollow");
    response.headers.set("cache-control", "private, no-store");
  }
  return response;
}

/** Most of the desk is written in English alone: a browser's wish would mix two languages on a page. */
function isDesk(path: string): boolean {
  return path === "/admin" || path.startsWith("/admin/");
}

function isParticipantPage(path: string): boolean {
  return path === "/s" || path.startsWith("/s/");
}

function isPreview(path: string): boolean {
  return /^\/admin\/studies\/[^/]+\/preview$/.test(path);
}

/**
 * The policy of one page. Nothing may be loaded from elsewhere. Participant pages are strictest;
 * the others also run WebAssembly (models, score engraving) and show engraved scores, which carry
 * their own style element.
 */
function contentPolicy(nonce: string, path: string): string {
  const strict = isParticipantPage(path);
  const development = process.env.NODE_ENV === "development";
  const evaluation = development ? " 'unsafe-eval'" : strict ? "" : " 'wasm-unsafe-eval'";
  const style = strict && !development ? `'self' 'nonce-${nonce}'` : "'self' 'unsafe-inline'";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    `style-src ${style}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    // Tone's clock and the models run in workers made from a blob.
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // The desk shows participants' pages of a draft beside its settings.
    `frame-ancestors ${isPreview(path) ? "'self'" : "'none'"}`,
  ].join("; ");
}

/** Pages only: route handlers, clips and built files need neither nonce nor language. */
export const config = {
  matcher: [
    {
      source: "/((?!api/|_next/|favicon.ico|.*\\.[a-z0-9]+$).*)",
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "purpose", value: "prefetch" },
      ],
    },
  ],
};
