/**
 * The number that someone typed: also in the full-width digits of a Chinese keyboard, with a decimal
 * comma, or with a true minus sign.
 * @returns NaN for what is no number
 */
export function numberOf(typed: string): number {
  const plain = typed
    .normalize("NFKC")
    .trim()
    .replace(/^[−–]/, "-")
    .replace(/,(?=\d{1,2}$)/, ".");
  return plain === "" ? Number.NaN : Number(plain);
}
