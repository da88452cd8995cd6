/** A range of bytes, both ends included. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * Reads a Range header (RFC 9110) with one range of bytes.
 * @returns null for no header or one that asks for something else (then the whole is sent)
 */
export function byteRange(
  header: string | undefined,
  length: number,
): ByteRange | null | "unsatisfiable" {
  const match = header?.match(/^bytes=(\d*)-(\d*)$/);
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const last = length - 1;
  if (match[1] === "") {
    const count = Number(match[2]);
    return count === 0 ? "unsatisfiable" : { from: Math.max(0, length - count), to: last };
  }
  const from = Number(match[1]);
  const to = match[2] === "" ? last : Math.min(Number(match[2]), last);
  if (from > last) return "unsatisfiable";
  return to < from ? null : { from, to };
}
