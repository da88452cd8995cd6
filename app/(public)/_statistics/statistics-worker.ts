import type { StatisticsReply, StatisticsRequest } from "@/app/(public)/_statistics/messages";
import { InputError } from "@/lib/shared/invariant";
import { analyseRatings } from "@/lib/stats/analyse";
import { readRatings, UnknownColumns } from "@/lib/stats/reading/read-ratings";
import { checkPublishedExamples } from "@/lib/stats/self-test";

const tell = (answer: StatisticsReply) => postMessage(answer);

addEventListener("message", ({ data }: MessageEvent<StatisticsRequest>) => {
  try {
    tell(
      data.kind === "analyse"
        ? analyse(data)
        : { kind: "checks", groups: checkPublishedExamples() },
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(
      error instanceof UnknownColumns
        ? { kind: "columns", table: error.table, message: error.message }
        : { kind: "refused", message: error.message },
    );
  }
});

function analyse({
  file,
  difference,
  columns,
}: Extract<StatisticsRequest, { kind: "analyse" }>): StatisticsReply {
  const { rows, ...reading } = readRatings(file, columns === null ? {} : { columns });
  const report = analyseRatings(rows, {
    onStep: (what) => tell({ kind: "step", what }),
    ...(difference === null ? {} : { difference }),
  });
  return { kind: "report", report, reading };
}
