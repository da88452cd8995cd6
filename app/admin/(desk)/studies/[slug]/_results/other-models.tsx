import { Table } from "@/app/admin/_desk/parts";
import { pValue, range, signed } from "@/app/admin/(desk)/studies/[slug]/_results/words";
import type { DimensionReport } from "@/lib/stats/analyse";

/** The cumulative link mixed model of one dimension. */
export function Ordinal({ dimension: { ordinal, dimension } }: { dimension: DimensionReport }) {
  if (ordinal.kind === "none") return <p>{ordinal.reason}</p>;
  return (
    <>
      <Table
        caption={`Ordinal mixed model of ${dimension}, in logits`}
        rows={ordinal.differences}
        rowKey={({ first, second }) => `${first} ${second}`}
        columns={[
          { key: "pair", head: "Difference", cell: (row) => `${row.first} − ${row.second}` },
          {
            key: "estimate",
            head: "Logits",
            number: true,
            cell: ({ estimate }) => signed(estimate, 3),
          },
          { key: "se", head: "SE", number: true, cell: ({ se }) => signed(se, 3) },
          {
            key: "interval",
            head: "Interval",
            number: true,
            cell: ({ interval }) => range(interval),
          },
          { key: "df", head: "df", number: true, cell: ({ df }) => signed(df, 1) },
          { key: "pt", head: "p (t)", number: true, cell: ({ pT }) => pValue(pT) },
          { key: "p", head: "p (z)", number: true, cell: ({ p }) => pValue(p) },
        ]}
      />
      <p>
        {ordinal.formula}, logit, log-likelihood {signed(ordinal.logLik, 3)}
        {ordinal.singular ? "; the fit is singular" : ""}. {ordinal.notes.join(" ")}
      </p>
    </>
  );
}

/** Friedman's test and Wilcoxon's of each pair. */
export function Ranks({ dimension: { ranks, dimension } }: { dimension: DimensionReport }) {
  if (ranks.kind === "none") return <p>{ranks.reason}</p>;
  const { friedman } = ranks;
  return (
    <>
      <p>
        {friedman
          ? `Friedman χ²(${friedman.df}) = ${friedman.chiSquare.toFixed(2)}, p ${pValue(friedman.p)}; Kendall's W = ${friedman.kendallW.toFixed(3)}; Iman–Davenport p ${pValue(friedman.imanDavenport.p)}.`
          : "Every participant ties all conditions: there is nothing to rank."}
      </p>
      <Table
        caption={`Wilcoxon tests of ${dimension}`}
        rows={ranks.pairs}
        rowKey={({ first, second }) => `${first} ${second}`}
        columns={[
          { key: "pair", head: "Pair", cell: (row) => `${row.first} − ${row.second}` },
          { key: "n", head: "n", number: true, cell: ({ test }) => test?.n ?? 0 },
          {
            key: "zeros",
            head: "Zeros dropped",
            number: true,
            cell: ({ test }) => test?.zeros ?? ranks.participants,
          },
          { key: "w", head: "W+", number: true, cell: ({ test }) => test?.wPlus ?? "–" },
          { key: "p", head: "p", number: true, cell: ({ test }) => pValue(test?.p ?? 1) },
          { key: "holm", head: "p (Holm)", number: true, cell: ({ pHolm }) => pValue(pHolm) },
          { key: "how", head: "Method", cell: ({ test }) => test?.method ?? "no difference" },
        ]}
      />
      <p>
        {ranks.score === "sum" ? "Sums" : "Means"} of {ranks.participants} participants;{" "}
        {ranks.leftOut} who did not rate every condition are left out.
      </p>
    </>
  );
}
