import type { StatsReport } from "@/lib/stats/analyse";
import type { CheckGroup } from "@/lib/stats/self-test";

/** What the page asks its worker. */
export type StatisticsRequest =
  | { kind: "analyse"; text: string; difference: number | null }
  | { kind: "self-test" };

/** What the worker answers; steps come before the last answer. */
export type StatisticsReply =
  | { kind: "step"; what: string }
  | { kind: "report"; report: StatsReport; emptyRatings: number; otherColumns: string[] }
  | { kind: "checks"; groups: CheckGroup[] }
  | { kind: "refused"; message: string };
