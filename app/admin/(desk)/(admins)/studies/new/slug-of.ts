/** A study's name as a part of an address: "Bach, take 2" → "bach-take-2"; "" where no letter fits. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== "");
  return words.join("-").slice(0, 60).replace(/-$/, "");
}
