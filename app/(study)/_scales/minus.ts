/** A number with a minus sign before it where it is negative, not the hyphen of programs. */
export function withMinus(number: number | string): string {
  return String(number).replace(/^-/, "−");
}
