import { InputError } from "@/lib/shared/invariant";
import { median } from "./descriptive";
import { normalBelow, normalPoint } from "./distributions";
import { midRanks, rounded, tieTerm } from "./ranks";

/** How the p-values were found. */
export type WilcoxonMethod = "exact" | "normal approximation";

/** The Wilcoxon signed-rank test of paired differences. */
export interface Wilcoxon {
  /** differences that are not zero; zeros are dropped, as Wilcoxon proposed, and counted here */
  n: number;
  zeros: number;
  ties: boolean;
  wPlus: number;
  wMinus: number;
  method: WilcoxonMethod;
  p: number;
  pGreater: number;
  pLess: number;
  /** Hodges–Lehmann: the median of all means of two differences (zeros left out) */
  hodgesLehmann: number;
  /** `level` is the one asked for, or the lower one that so few pairs can reach */
  interval: { low: number; high: number; level: number };
}

/**
 * Wilcoxon's signed-rank test (Hollander & Wolfe 1973, chapter 3). Zeros are dropped. "auto" is
 * exact up to 25 differences, else a normal approximation with the correction for ties and for
 * continuity. Exact: the permutation distribution of the ranks (mid-ranks with ties) over all signs.
 * It generalises over the pairs (participants) only.
 * @param differences x − y of each pair
 * @returns null when every difference is zero
 * @throws InputError on an empty list or a value that is not finite
 */
export function wilcoxon(
  differences: readonly number[],
  { method = "auto", level = 0.95 }: { method?: "auto" | WilcoxonMethod; level?: number } = {},
): Wilcoxon | null {
  if (differences.length === 0) throw new InputError("wilcoxon: expected at least one pair, got 0");
  if (differences.some((d) => !Number.isFinite(d))) {
    throw new InputError("wilcoxon: expected finite differences");
  }
  const d = differences.map(rounded).filter((value) => value !== 0);
  const n = d.length;
  if (n === 0) return null;
  const sizes = d.map(Math.abs);
  const ranks = midRanks(sizes);
  const wPlus = ranks.reduce((sum, rank, i) => sum + (d[i]! > 0 ? rank : 0), 0);
  const ties = tieTerm(sizes) > 0;
  const exact = method === "exact" || (method === "auto" && n <= 25);
  const tails = exact ? exactTails(ranks, wPlus) : normalTails(n, tieTerm(sizes), wPlus);
  const walsh = walshMeans(d);
  return {
    n,
    zeros: differences.length - n,
    ties,
    wPlus,
    wMinus: (n * (n + 1)) / 2 - wPlus,
    method: exact ? "exact" : "normal approximation",
    ...tails,
    hodgesLehmann: median(walsh),
    interval: walshInterval(walsh, ranks, tieTerm(sizes), exact, level),
  };
}

/** How many of the 2ⁿ sign patterns give each doubled rank sum, as shares. */
function signDistribution(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  const share = new Float64Array(total + 1);
  share[0] = 1;
  let reached = 0;
  for (const rank of doubled) {
    reached += rank;
    for (let s = reached; s >= 0; s--) {
      share[s] = (share[s]! + (s >= rank ? share[s - rank]! : 0)) / 2;
    }
  }
  return share;
}

function exactTails(ranks: readonly number[], wPlus: number) {
  const share = signDistribution(ranks);
  const at = Math.round(2 * wPlus);
  let pLess = 0;
  let pGreater = 0;
  share.forEach((p, s) => {
    if (s <= at) pLess += p;
    if (s >= at) pGreater += p;
  });
  return { p: Math.min(1, 2 * Math.min(pLess, pGreater)), pGreater, pLess };
}

function normalTails(n: number, tie: number, wPlus: number) {
  const centre = wPlus - (n * (n + 1)) / 4;
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tie / 48);
  const pGreater = normalBelow(-(centre - 0.5) / sd);
  const pLess = normalBelow((centre + 0.5) / sd);
  const z = (centre - Math.sign(centre) * 0.5) / sd;
  return { p: Math.min(1, 2 * normalBelow(-Math.abs(z))), pGreater, pLess };
}

function walshMeans(d: readonly number[]): number[] {
  const means: number[] = [];
  d.forEach((a, i) => {
    for (let j = i; j < d.length; j++) means.push((a + d[j]!) / 2);
  });
  return means.sort((a, b) => a - b);
}

/** Between two Walsh means: the c-th from either end, c from the null distribution of W+. */
function walshInterval(
  walsh: readonly number[],
  ranks: readonly number[],
  tie: number,
  exact: boolean,
  level: number,
) {
  const n = ranks.length;
  const tail = (1 - level) / 2;
  let cut = 0;
  let reached = level;
  if (exact) {
    const share = signDistribution(ranks.map((_, i) => i + 1));
    let below = 0;
    for (let w = 0; below + share[2 * w]! <= tail; w++) {
      below += share[2 * w]!;
      cut = w + 1;
    }
    if (cut === 0) reached = 1 - 2 * share[0]!;
  } else {
    const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tie / 48);
    cut = Math.max(0, Math.floor((n * (n + 1)) / 4 + normalPoint(tail) * sd));
  }
  // with too few pairs no interval reaches the level: the whole range, with the level that it has
  const at = Math.max(0, cut - 1);
  return { low: walsh[at]!, high: walsh[walsh.length - 1 - at]!, level: reached };
}
