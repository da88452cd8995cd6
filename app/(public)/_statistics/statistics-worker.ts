import type { Answer, Question } from "@/app/(public)/_statistics/messages";
import { InputError } from "@/lib/shared/invariant";
import { analyseRatings } from "@/lib/stats/analyse";
import { parseCsv } from "@/lib/stats/csv-table";
import { ratingRows } from "@/lib/stats/long-table";
import { selfTest } from "@/lib/stats/self-test";

const tell = (answer: Answer) => postMessage(answer);

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  try {
    tell(data.kind === "analyse" ? analyse(data) : { kind: "checks", groups: selfTest() });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell({ kind: "refused", message: error.message });
  }
});

function analyse({ text, difference }: Extract<Question, { kind: "analyse" }>): Answer {
  const { header, records } = parseCsv(text);
  const { rows, otherColumns, emptyRatings } = ratingRows(header, records);
  const report = analyseRatings(rows, {
    onStep: (what) => tell({ kind: "step", what }),
    ...(difference === null ? {} : { difference }),
  });
  return { kind: "report", report, otherColumns, emptyRatings };
}
