/** How long a private link's secret is, and of which letters. */
const SECRET = /[0-9a-hjkmnp-tv-z]{40}/;

/**
 * The secret that a private link carries after its `#`, or null where there is none. Links are damaged
 * on their way: what mail programs add behind, break in the middle, escape or put into capitals is
 * taken away again. Never throws.
 * @param hash the part of the address from its `#`
 */
export function secretOfAddress(hash: string): string | null {
  const plain = hash
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/\s+/g, "")
    .toLowerCase();
  return SECRET.exec(plain)?.[0] ?? null;
}
