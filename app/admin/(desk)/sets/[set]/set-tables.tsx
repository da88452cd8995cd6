import Link from "next/link";
import { decimals } from "@/app/admin/_desk/decimals";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { measureName } from "@/app/admin/_desk/measure-words";
import { Empty, type FactRows, Facts, Panel, Table } from "@/app/admin/_desk/parts";
import { conditionSummaries } from "@/lib/services/set/condition-summary";
import type { SetDetail } from "@/lib/services/set/set-detail";

/** Ways of listening other than with both ears. */
const EARS = [
  ["mono", "on one speaker"],
  ["left", "of the left channel alone"],
  ["right", "of the right channel alone"],
] as const;

/** How a set was made, all that is needed to make it again; blind while a study must be. */
export function SetProvenance({ set }: { set: SetDetail }) {
  const { details } = set;
  const rows: FactRows = [
    [
      "Id",
      <span key="id" className={tableStyles.mono}>
        {set.id}
      </span>,
    ],
    ["Seed", String(details.seed ?? "–")],
    ["Temperature", details.temperature ?? "–"],
    ["Tempo", details.tempo ? `${details.tempo} quarters a minute` : "–"],
    ["Instrument", details.instrument ?? "–"],
    ["Corpus", corpusText(set)],
    [
      "Loudness target",
      details.loudness?.target === null || !details.loudness
        ? "–"
        : `${decimals(details.loudness.target, 1)} LUFS`,
    ],
    ["Renderer", details.renderer ? `${details.renderer.name} ${details.renderer.version}` : "–"],
    ["Computed with", details.backend === "own" ? "own inference" : (details.backend ?? "–")],
    [
      "Code",
      <span key="code" className={tableStyles.mono}>
        {details.codeVersion ?? "–"}
      </span>,
    ],
    [
      "Clips",
      Object.entries(set.roles)
        .map(([role, n]) => `${n} ${role}`)
        .join(", "),
    ],
    ...(set.blind
      ? []
      : Object.entries(details.checkpoints ?? {}).map(
          ([model, digest]) =>
            [
              `Weights of ${model}`,
              <span key={model} className={tableStyles.mono}>
                {digest.slice(0, 16)}…
              </span>,
            ] as const,
        )),
  ];
  const rejections = (details.rejections ?? []).filter(({ count }) => count > 0);
  return (
    <Panel title="How it was made">
      <Facts rows={rows} />
      {rejections.length > 0 ? (
        <Table
          caption="Clips rejected while the items were chosen"
          rows={rejections}
          rowKey={(row) => `${row.model} ${row.rule}`}
          columns={[
            { key: "model", head: "Model", cell: (row) => set.labels[row.model] ?? row.model },
            { key: "rule", head: "Rejected because", cell: (row) => row.rule },
            { key: "count", head: "Clips", number: true, cell: (row) => row.count },
          ]}
        />
      ) : (
        <p className={fieldStyles.hint}>No clip was rejected.</p>
      )}
    </Panel>
  );
}

function corpusText({ details }: SetDetail): string {
  if (!details.corpus) return "–";
  return details.corpus === "absent" ? "absent" : details.corpus.id;
}

/** Numbers per model, beside those of the set that it was regenerated from. */
export async function ConditionComparison({ set }: { set: SetDetail }) {
  const order = Object.keys(set.labels);
  const own = (await conditionSummaries(set.id)).sort(
    (a, b) => order.indexOf(a.condition) - order.indexOf(b.condition),
  );
  const parent = set.parentId ? await conditionSummaries(set.parentId) : [];
  const names = [...new Set(own.flatMap((row) => Object.keys(row.description)))];
  if (own.length === 0)
    return (
      <Panel title="Numbers">
        <Empty title="No main clips" />
      </Panel>
    );
  const measures = [
    { name: "Clips", of: (row: (typeof own)[number]) => String(row.clips) },
    { name: "Loudness (LUFS)", of: (row: (typeof own)[number]) => decimals(row.loudness, 2) },
    ...EARS.map(([ear, name]) => ({
      name: `Loudness ${name} (LUFS)`,
      of: (row: (typeof own)[number]) => decimals(row[ear], 2),
    })),
    {
      name: "Longest run found in the corpus (events)",
      of: (row: (typeof own)[number]) => decimals(row.longestRun, 1),
    },
    ...names.map((name) => ({
      name: measureName(name),
      of: (row: (typeof own)[number]) => decimals(row.description[name], 2),
    })),
  ];
  return (
    <Panel
      title={
        set.parentId ? (
          <>
            Numbers per model, and those of its parent{" "}
            <Link href={`/admin/sets/${set.parentId}`}>{set.parentName}</Link>
          </>
        ) : (
          "Numbers per model"
        )
      }
    >
      <Table
        caption="Means over each model's main clips"
        rows={measures}
        rowKey={(row) => row.name}
        columns={[
          { key: "measure", head: "Mean of", cell: (row) => row.name },
          ...own.flatMap((column) => {
            const before = parent.find(({ condition }) => condition === column.condition);
            const label = set.labels[column.condition] ?? column.condition;
            return [
              {
                key: column.condition,
                head: label,
                number: true,
                cell: (row: (typeof measures)[number]) => row.of(column),
              },
              ...(before
                ? [
                    {
                      key: `${column.condition} parent`,
                      head: "parent",
                      number: true,
                      cell: (row: (typeof measures)[number]) => row.of(before),
                    },
                  ]
                : []),
            ];
          }),
        ]}
      />
    </Panel>
  );
}
