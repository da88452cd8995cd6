import type { StatsReport } from "@/lib/stats/analyse";
import type { RatingColumns } from "@/lib/stats/reading/long-columns";
import type { RatingsFile, UnknownColumns } from "@/lib/stats/reading/read-ratings";
import type { CheckGroup } from "@/lib/stats/self-test";

/** What the page asks its worker. */
export type StatisticsRequest =
  | {
      kind: "analyse";
      file: Uint8Array | string;
      difference: number | null;
      /** where the file does not say itself what its columns are */
      columns: RatingColumns | null;
    }
  | { kind: "self-test" };

/** What the worker answers; steps come before the last answer. */
export type StatisticsReply =
  | { kind: "step"; what: string }
  | { kind: "report"; report: StatsReport; reading: Omit<RatingsFile, "rows"> }
  | { kind: "columns"; table: UnknownColumns["table"]; message: string }
  | { kind: "checks"; groups: CheckGroup[] }
  | { kind: "refused"; message: string };
