import "server-only";
import { env } from "@/lib/shared/env";

/**
 * The caller's address as the trusted proxy names it (STUDY_CLIENT_IP_HEADER), or null where no
 * proxy is trusted. The last entry counts: earlier ones are what the caller claimed.
 */
export function callerAddress(headers: Headers): string | null {
  const header = env().STUDY_CLIENT_IP_HEADER;
  const value = header ? headers.get(header) : null;
  return value?.split(",").at(-1)?.trim() || null;
}
