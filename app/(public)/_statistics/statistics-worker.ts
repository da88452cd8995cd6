import type { StatisticsReply, StatisticsRequest } from "@/app/(public)/_statistics/messages";
import { InputError } from "@/lib/shared/invariant";
import { analyseRatings } from "@/lib/stats/analyse";
import { parseCsv } from "@/lib/stats/csv-table";
import { toRatingTable } from "@/lib/stats/long-table";
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
    tell({ kind: "refused", message: error.message });
  }
});

function analyse({
  text,
  difference,
}: Extract<StatisticsRequest, { kind: "analyse" }>): StatisticsReply {
  const { header, records } = parseCsv(text);
  const { rows, otherColumns, emptyRatings } = toRatingTable(header, records);
  const report = analyseRatings(rows, {
    onStep: (what) => tell({ kind: "step", what }),
    ...(difference === null ? {} : { difference }),
  });
  return { kind: "report", report, otherColumns, emptyRatings };
}
