import "server-only";
import { env } from "@/lib/shared/env";

/** The address under which people reach this site: the public one, or the one that was asked for. */
export function siteAddress(headers: Headers): string {
  const publicUrl = env().STUDY_PUBLIC_URL;
  if (publicUrl) return publicUrl.replace(/\/$/, "");
  const protocol = headers.get("x-forwarded-proto")?.split(",")[0]?.trim() ?? "http";
  return `${protocol}://${headers.get("host") ?? `localhost:${env().PORT}`}`;
}
