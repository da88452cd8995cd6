import { InputError } from "@/lib/shared/invariant";
import { clusterInterval } from "./bootstrap";
import { normalPoint } from "./distributions";
import { levels, type RatingRow } from "./long-table";

/** Sensitivity to a signal condition against a noise condition, for a dimension with two points. */
export interface DPrime {
  signal: string;
  noise: string;
  hits: number;
  signalTrials: number;
  falseAlarms: number;
  noiseTrials: number;
  /** z(H) − z(F) with the log-linear correction */
  dPrime: number;
  /** −(z(H) + z(F))/2; above 0 = slow to say yes */
  criterion: number;
  /** bootstrap interval of d′ over participants */
  interval: { low: number; high: number; level: number } | null;
}

/**
 * d′ = z(H) − z(F) with H = (hits + ½)/(signal trials + 1), F alike (Hautus 1995), from yes/no
 * answers: the higher point of the dimension is "yes". Pooled over participants.
 * @param rows of one dimension with at most two different values
 * @throws InputError when there are more than two values, or a condition has no ratings
 */
export function dPrime(
  rows: readonly RatingRow[],
  signal: string,
  noise: string,
  options: { resamples?: number; level?: number; seed?: number | string } = {},
): DPrime {
  const values = [...new Set(rows.map((row) => row.rating))].sort((a, b) => a - b);
  if (values.length > 2) {
    throw new InputError(`d′: expected two different ratings, got ${values.length}`);
  }
  const yes = values.length === 2 ? values[1]! : 1;
  const used = rows.filter((row) => row.condition === signal || row.condition === noise);
  const counts = count(used, signal, yes);
  if (counts.signalTrials === 0 || counts.noiseTrials === 0) {
    throw new InputError(`d′: expected ratings of both "${signal}" and "${noise}"`);
  }
  const clusters = levels(used.map((row) => row.participant)).map((participant) =>
    used.filter((row) => row.participant === participant),
  );
  const { zHit, zFalse } = points(counts);
  return {
    signal,
    noise,
    ...counts,
    dPrime: zHit - zFalse,
    criterion: -(zHit + zFalse) / 2,
    interval: clusterInterval(
      clusters,
      (drawn) => {
        const again = count(drawn.flat(), signal, yes);
        if (again.signalTrials === 0 || again.noiseTrials === 0) return null;
        const z = points(again);
        return z.zHit - z.zFalse;
      },
      options,
    ),
  };
}

function count(rows: readonly RatingRow[], signal: string, yes: number) {
  const result = { hits: 0, signalTrials: 0, falseAlarms: 0, noiseTrials: 0 };
  for (const row of rows) {
    const said = row.rating === yes ? 1 : 0;
    if (row.condition === signal) {
      result.signalTrials++;
      result.hits += said;
    } else {
      result.noiseTrials++;
      result.falseAlarms += said;
    }
  }
  return result;
}

function points(c: ReturnType<typeof count>) {
  return {
    zHit: normalPoint((c.hits + 0.5) / (c.signalTrials + 1)),
    zFalse: normalPoint((c.falseAlarms + 0.5) / (c.noiseTrials + 1)),
  };
}
