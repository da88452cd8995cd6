/** How numbers are written in a column. */
export interface NumberStyle {
  /** the sign before decimals */
  decimal: "." | ",";
}

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+$/;

/** A cell without what programs put around a number: spaces, an apostrophe, a true minus sign, %. */
export function bareNumber(cell: string): string {
  return cell
    .replace(/[\s\u00A0\u202F]/g, "")
    .replace(/^'/, "")
    .replace(/^[\u2212\u2013]/, "-")
    .replace(/%$/, "");
}

/**
 * Whether a column writes decimals with a comma: where no cell has a point, and some comma does not
 * part thousands.
 */
export function numberStyle(cells: readonly string[]): NumberStyle {
  const bare = cells.map(bareNumber);
  const commas = bare.filter((cell) => /^[+-]?\d*,\d+$/.test(cell) || THOUSANDS.test(cell));
  const points = bare.some((cell) => /^[+-]?\d*\.\d+$/.test(cell));
  const decimal = !points && commas.some((cell) => !THOUSANDS.test(cell));
  return { decimal: decimal ? "," : "." };
}

/**
 * The number in a cell; null where there is none: words, hexadecimal figures, and figures such as
 * 1,250, which may be one and a quarter or a thousand and more.
 */
export function cellNumber(
  cell: string,
  { decimal }: NumberStyle = { decimal: "." },
): number | null {
  const bare = bareNumber(cell);
  const text = decimal === "," ? bare.replace(",", ".") : bare;
  return PLAIN.test(text) ? Number(text) : null;
}
