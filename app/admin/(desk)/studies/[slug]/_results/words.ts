/** A p-value for a table. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p)) return "–";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** A number with a true minus sign and two decimals, or a dash. */
export function signed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return value.toFixed(digits).replace("-", "−");
}

/** An interval as "a to b", or a dash. */
export function range(interval: { low: number; high: number } | null | undefined, digits = 2) {
  return interval ? `${signed(interval.low, digits)} to ${signed(interval.high, digits)}` : "–";
}
