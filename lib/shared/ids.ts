import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "@/lib/shared/canonical-json";

/** Every prefix of a primary key, with the table it belongs to. */
export const ID_PREFIXES = {
  study: "std",
  studyVersion: "ver",
  stimulusSet: "set",
  stimulus: "stm",
  participant: "prt",
  session: "ses",
  slot: "slt",
  trial: "trl",
  rating: "rtg",
  consent: "cns",
  answer: "ans",
  exclusion: "exc",
  withdrawal: "wdr",
  look: "lok",
  job: "job",
  upload: "upl",
  backup: "bkp",
  event: "evt",
  accountHolder: "ach",
  signIn: "sgn",
  staffRecord: "stf",
  oneTimeLink: "otl",
} as const;

/** What a primary key names. */
export type IdKind = keyof typeof ID_PREFIXES;

// Crockford's alphabet in lower case: no letter that can be read as a digit.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Bytes as base 32 (5 bits a letter, the last letter filled up with zeros). */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >>> bits) & 31];
      held &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** A new primary key: the kind's prefix and 100 random bits, for example `ses_9m4…`. */
export function newId(kind: IdKind): string {
  return `${ID_PREFIXES[kind]}_${base32(randomBytes(13)).slice(0, 20)}`;
}

/** The primary key that equal content always gets: the prefix and 100 bits of a SHA-256. */
export function idOf(kind: IdKind, content: unknown): string {
  const digest = sha256(utf8ToBytes(canonicalJson(content)));
  return `${ID_PREFIXES[kind]}_${base32(digest).slice(0, 20)}`;
}

/** A secret that cannot be guessed (200 random bits), for session cookies and private links. */
export function newSecret(): string {
  return base32(randomBytes(25));
}
