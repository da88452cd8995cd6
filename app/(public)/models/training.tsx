import { getTranslations } from "next-intl/server";
import { LazyDrawing } from "@/app/(public)/models/drawing";
import { SortableTrainingTable, type TrainingRowView } from "@/app/(public)/models/training-table";
import type { TrainingTableView } from "@/lib/figures/training-data";

const networkRow = (row: TrainingTableView["rows"][number]): TrainingRowView => ({
  name: row.model,
  baseline: false,
  loss: row.train.loss,
  seconds: row.seconds,
  convergePass: row.convergePass,
  parameters: row.parameters,
  heldOut: row.heldOut.loss,
  unseen: row.heldOutUnseen.loss,
  accuracy: row.heldOut.accuracy,
  passes: row.passes,
  msPerEvent: row.msPerEvent?.batch1 ?? null,
});

type Baseline = TrainingTableView["baselines"][number];

function baselineRows({ unigram, bigram, ngram, linear }: Baseline): TrainingRowView[] {
  const named = [
    ["unigram", unigram],
    ["bigram", bigram],
    [`${ngram.order}-gram`, ngram],
    ["linear softmax", linear],
  ] as const;
  const empty = {
    baseline: true,
    loss: null,
    seconds: null,
    convergePass: null,
    parameters: null,
    passes: null,
    msPerEvent: null,
  };
  return named.map(([name, { heldOut, heldOutUnseen }]) => ({
    ...empty,
    name,
    heldOut: heldOut.loss,
    unseen: heldOutUnseen.loss,
    accuracy: heldOut.accuracy,
  }));
}

/** The training table of every corpus that a network was trained on, with its loss curves. */
export async function Training({ table }: { table: TrainingTableView }) {
  const t = await getTranslations("models.table");
  const corpora = [...new Set(table.rows.map(({ corpus }) => corpus))].sort();
  return corpora.map((corpus) => {
    const baseline = table.baselines.find((one) => one.corpus === corpus);
    const rows = [
      ...table.rows.filter((row) => row.corpus === corpus).map(networkRow),
      ...(baseline ? baselineRows(baseline) : []),
    ];
    const title = t("corpus", { corpus });
    return (
      <div key={corpus}>
        <h3>{title}</h3>
        <SortableTrainingTable rows={rows} label={title} />
        <LazyDrawing name={`training-${corpus}`} label={t("curves", { corpus })} />
      </div>
    );
  });
}
