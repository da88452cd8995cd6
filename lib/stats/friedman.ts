import { InputError } from "@/lib/shared/invariant";
import { chiSquareAbove, fAbove } from "./distributions";
import { midRanks, tieTerm } from "./ranks";

/** Friedman's test of k related samples. */
export interface Friedman {
  blocks: number;
  treatments: number;
  rankSums: number[];
  /** with the correction for ties */
  chiSquare: number;
  chiSquareUncorrected: number;
  df: number;
  p: number;
  /** Kendall's coefficient of concordance, χ²/(n(k − 1)), 0 to 1 */
  kendallW: number;
  /** Iman–Davenport F; null where it is infinite (all blocks rank alike) */
  imanDavenport: { f: number | null; df1: number; df2: number; p: number };
}

/**
 * Friedman's rank test (Hollander & Wolfe 1973, chapter 7):
 * χ² = 12 Σ(R_j − n(k+1)/2)² / (nk(k+1) − Σ(t³ − t)/(k − 1)), with Kendall's W and the F of
 * Iman & Davenport (1980), (n − 1)χ²/(n(k − 1) − χ²), which is nearer to its level.
 * It generalises over the blocks (participants) only, not over stimuli.
 * @param table one row per block, one value per treatment (only the order within a row counts)
 * @returns null when every block ties all treatments: there is nothing to rank
 * @throws InputError with fewer than 2 blocks or 2 treatments, or rows of unequal length
 */
export function friedman(table: readonly (readonly number[])[]): Friedman | null {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  if (n < 2 || k < 2) {
    throw new InputError(
      `friedman: expected at least 2 blocks and 2 treatments, got ${n} and ${k}`,
    );
  }
  if (table.some((row) => row.length !== k)) {
    throw new InputError("friedman: expected rows of one length, complete blocks only");
  }
  const rankSums = new Array<number>(k).fill(0);
  let ties = 0;
  for (const row of table) {
    midRanks(row).forEach((rank, j) => {
      rankSums[j]! += rank;
    });
    ties += tieTerm(row);
  }
  const spread = rankSums.reduce((sum, r) => sum + (r - (n * (k + 1)) / 2) ** 2, 0);
  const scale = n * k * (k + 1) - ties / (k - 1);
  if (scale <= 1e-9) return null;
  const chiSquare = (12 * spread) / scale;
  const df1 = k - 1;
  const rest = n * df1 - chiSquare;
  const f = rest > 1e-9 ? ((n - 1) * chiSquare) / rest : null;
  const df2 = (n - 1) * df1;
  return {
    blocks: n,
    treatments: k,
    rankSums,
    chiSquare,
    chiSquareUncorrected: (12 * spread) / (n * k * (k + 1)),
    df: df1,
    p: chiSquareAbove(chiSquare, df1),
    kendallW: chiSquare / (n * df1),
    imanDavenport: { f, df1, df2, p: f === null ? 0 : fAbove(f, df1, df2) },
  };
}
