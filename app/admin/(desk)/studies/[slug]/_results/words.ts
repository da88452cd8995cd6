import { decimals } from "@/app/admin/_desk/decimals";

/** A p-value for a table. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p)) return "–";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** A difference or another number of the models with two decimals, or a dash. */
export function signed(value: number | null | undefined, digits = 2): string {
  return decimals(value, digits);
}

/** An interval as "a to b", or a dash. */
export function range(interval: { low: number; high: number } | null | undefined, digits = 2) {
  return interval ? `${signed(interval.low, digits)} to ${signed(interval.high, digits)}` : "–";
}
