import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { base32 } from "@/lib/shared/ids";

/**
 * The secrets of a session are derived, not stored: the browser's start key gives the session's
 * secret (cookie and resume link), and that one the weaker secret of the withdrawal link. So a
 * start that is sent twice gives one session and one cookie, also when the first answer was lost.
 */

/** The session's secret, from the study's seed (which no browser knows) and the start key. */
export function sessionSecret(study: { id: string; seed: string }, startKey: string): string {
  return derived("session", study.id, study.seed, startKey);
}

/** The secret of the withdrawal link; the session's secret cannot be computed from it. */
export function withdrawalSecret(secret: string): string {
  return derived("withdrawal", secret);
}

/** What the database keeps of a secret. */
export function secretDigest(secret: string): string {
  return sha256Hex(`secret ${secret}`);
}

/** What the database keeps of a recruitment id: enough to know it again within one study. */
export function recruitmentDigest(studyId: string, parameter: string, value: string): string {
  return sha256Hex(JSON.stringify(["recruitment", studyId, parameter, value]));
}

function derived(...parts: string[]): string {
  return base32(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 40);
}
