import { describe, expect, it } from "vitest";
import { CHAIN_START, type ChainedEntry, chainFault, chainHash } from "./audit-chain";

function chain(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let number = 1; number <= length; number++) {
    const content = {
      number,
      occurredAt: new Date(1000 * number),
      actorId: "ach_1",
      actorName: "A",
      act: "study.launch",
      objectKind: "study",
      objectId: `std_${number}`,
      before: null,
      after: { number },
    };
    const previousHash = entries.at(-1)?.hash ?? CHAIN_START;
    entries.push({ ...content, previousHash, hash: chainHash(previousHash, content) });
  }
  return entries;
}

describe("audit chain", () => {
  it("accepts what was written", () => {
    expect(chainFault(chain(5))).toBeNull();
    expect(chainFault([])).toBeNull();
  });
  it("notices a change, a removal, and an exchange", () => {
    const changed = chain(5);
    changed[2]!.after = { number: 99 };
    expect(chainFault(changed)).toEqual({ number: 3, fault: "content was changed" });
    const removed = chain(5).filter((entry) => entry.number !== 3);
    expect(chainFault(removed)).toEqual({ number: 3, fault: "missing entry" });
    const rehashed = chain(5);
    rehashed[1]!.after = "other";
    rehashed[1]!.hash = chainHash(rehashed[1]!.previousHash, rehashed[1]!);
    expect(chainFault(rehashed)).toEqual({ number: 3, fault: "does not follow the entry before" });
  });
});
