/**
 * The secret of a private link. It stands behind the # of the address, which browsers send to no
 * server and write into no log.
 * @returns null where there is none
 */
export function secretOfAddress(hash: string): string | null {
  const secret = decodeURIComponent(hash.replace(/^#/, ""));
  return secret === "" ? null : secret;
}
