import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";

/** One act of staff, before it is chained. */
export interface AuditContent {
  number: number;
  occurredAt: Date;
  actorId: string;
  actorName: string;
  act: string;
  objectKind: string;
  objectId: string;
  before: unknown;
  after: unknown;
}

/** One act with its place in the chain. */
export interface ChainedEntry extends AuditContent {
  previousHash: string;
  hash: string;
}

/** The hash that stands before the first entry. */
export const CHAIN_START = "0".repeat(64);

/** SHA-256 over the previous hash and the entry's canonical JSON. */
export function chainHash(previousHash: string, content: AuditContent): string {
  const { number, occurredAt, actorId, actorName, act, objectKind, objectId, before, after } =
    content;
  const moment = occurredAt.toISOString();
  const covered = [
    number,
    moment,
    actorId,
    actorName,
    act,
    objectKind,
    objectId,
    before ?? null,
    after ?? null,
  ];
  return sha256Hex(`${previousHash}\n${canonicalJson(covered)}`);
}

/** What is wrong with a chain, at the first entry that does not fit. */
export interface ChainFault {
  number: number;
  fault: "missing entry" | "does not follow the entry before" | "content was changed";
}

/**
 * Checks entries in order, from the hash that stands before the first of them.
 * @returns the first fault, or null when all is well
 */
export function chainFault(
  entries: readonly ChainedEntry[],
  start = CHAIN_START,
  first = 1,
): ChainFault | null {
  let previous = start;
  let expected = first;
  for (const entry of entries) {
    const { number } = entry;
    if (number !== expected) return { number: expected, fault: "missing entry" };
    if (entry.previousHash !== previous)
      return { number, fault: "does not follow the entry before" };
    if (chainHash(previous, entry) !== entry.hash) return { number, fault: "content was changed" };
    previous = entry.hash;
    expected++;
  }
  return null;
}
