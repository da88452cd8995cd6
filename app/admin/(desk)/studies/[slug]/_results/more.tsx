import type { ReactNode } from "react";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { Panel, Table } from "@/app/admin/_desk/parts";
import { Ordinal, Ranks } from "@/app/admin/(desk)/studies/[slug]/_results/other-models";
import { OtherVariances } from "@/app/admin/(desk)/studies/[slug]/_results/other-variances";
import { pValue, range, signed } from "@/app/admin/(desk)/studies/[slug]/_results/words";
import type { DimensionReport, StatsReport } from "@/lib/stats/analyse";
import type { Needed } from "@/lib/stats/power";

/** Everything else that was computed, each part with one line on when to use it. All exploratory. */
export function MoreAnalyses({ report }: { report: StatsReport }) {
  const each = (draw: (dimension: DimensionReport) => ReactNode) =>
    report.dimensions.map((dimension) => (
      <section className={partStyles.block} key={dimension.dimension}>
        <h4>{dimension.dimension}</h4>
        {draw(dimension)}
      </section>
    ));
  return (
    <Panel title="More analyses">
      <p className={frameStyles.lead}>
        Exploratory: none of these was declared as the answer. Open the one that your question asks
        for.
      </p>
      <Part
        title="The same with other variances"
        when="When models differ in steadiness: one variance for all conditions against one for each. A test with one for all is wrong where a model's pieces differ far more than another's."
      >
        {each((one) => (
          <OtherVariances dimension={one} />
        ))}
      </Part>
      <Part
        title="Ordinal mixed model"
        when="When a reader doubts that the steps of the scale are equal: a check of the answer above, in logits. Read the t tests: the z tests reject too often with few pieces."
      >
        {each((one) => (
          <Ordinal dimension={one} />
        ))}
      </Part>
      <Part
        title="Rank tests"
        when="When only the order counts: Friedman and Wilcoxon say whether these listeners order the models alike. They generalise over listeners only."
      >
        {each((one) => (
          <Ranks dimension={one} />
        ))}
      </Part>
      <Part
        title="Agreement between listeners"
        when="When you ask how far listeners agree about the pieces: ICC on complete blocks, Krippendorff's α with missing ratings."
      >
        {each((one) => (
          <Agreement dimension={one} />
        ))}
      </Part>
      <Part
        title="Power of this design"
        when="When a difference was not found, or for the next study: what this design could find. Never computed from the difference observed."
      >
        {each((one) => (
          <Power dimension={one} />
        ))}
      </Part>
      {report.anchors.length > 0 ? (
        <Part
          title="Anchors"
          when="To see how much of the scale was used: anchors are in no other analysis."
        >
          {each((one) => (
            <Anchors dimension={one} />
          ))}
        </Part>
      ) : null}
      {report.dimensions.some(({ dPrimes }) => dPrimes.length > 0) ? (
        <Part title="d′" when="For yes/no dimensions: can listeners tell human from machine?">
          {each((one) =>
            one.dPrimes.map((d) => (
              <p key={d.noise}>
                {d.signal} against {d.noise}: d′ = {signed(d.dPrime)} ({range(d.interval)})
              </p>
            )),
          )}
        </Part>
      ) : null}
      {report.correlations.length > 0 ? (
        <Part
          title="Correlation of dimensions"
          when="When you ask whether two scales measure one thing: within pieces (across listeners) and between pieces."
        >
          {report.correlations.map((one) => (
            <p key={`${one.first} ${one.second}`}>
              {one.first} and {one.second}: within pieces {signed(one.within)} (
              {range(one.withinInterval)}), between piece means {signed(one.between)}.
            </p>
          ))}
        </Part>
      ) : null}
    </Panel>
  );
}

function Part({ title, when, children }: { title: string; when: string; children: ReactNode }) {
  return (
    <details className={partStyles.details}>
      <summary>
        <strong>{title}</strong> <span className={fieldStyles.hint}>{when}</span>
      </summary>
      {children}
    </details>
  );
}

function Agreement({ dimension: { reliability, testRetest } }: { dimension: DimensionReport }) {
  const { icc, alpha } = reliability;
  return (
    <>
      {icc.kind === "none" ? (
        <p>{icc.reason}</p>
      ) : (
        icc.values
          .filter(({ name }) => name.startsWith("ICC(2"))
          .map(({ name, value, interval, meaning }) => (
            <p key={name}>
              {name} = {signed(value, 3)} ({range(interval, 3)}): {meaning}.
            </p>
          ))
      )}
      <p>
        {alpha.kind === "none"
          ? alpha.reason
          : `Krippendorff's α (ordinal) = ${signed(alpha.value, 3)} (${range(alpha.interval, 3)}), ${alpha.units} pieces.`}
      </p>
      {testRetest ? (
        <p>
          Test–retest: {testRetest.pairs} pairs, r = {signed(testRetest.correlation, 3)} (
          {range(testRetest.interval, 3)}), equal in {Math.round(100 * testRetest.equal)} %, error
          of measurement {signed(testRetest.measurementError)} points.
        </p>
      ) : null}
    </>
  );
}

function Power({ dimension: { sensitivity } }: { dimension: DimensionReport }) {
  if (sensitivity.kind === "none") return <p>{sensitivity.reason}</p>;
  const { difference, power, detectable, halfWidth, floor } = sensitivity;
  return (
    <p>
      A true difference of {difference.toFixed(2)} is found with {Math.round(100 * power)} %; 80 %
      is reached from {detectable.toFixed(2)} on. The interval's half width is{" "}
      {halfWidth.toFixed(2)}; no number of participants passes {floor.toFixed(2)}.{" "}
      {needed(sensitivity.participantsNeeded, "participants")}{" "}
      {needed(sensitivity.stimuliNeeded, "pieces a model")}
    </p>
  );
}

function needed(one: Needed, what: string): string {
  return one.kind === "number" ? `80 % needs ${one.value} ${what}.` : one.reason;
}

function Anchors({ dimension: { anchors, dimension } }: { dimension: DimensionReport }) {
  return (
    <Table
      caption={`Anchors of ${dimension}`}
      rows={anchors}
      rowKey={({ anchor }) => anchor}
      columns={[
        { key: "anchor", head: "Anchor", cell: (row) => row.anchor },
        { key: "n", head: "n", number: true, cell: (row) => row.description.n },
        { key: "mean", head: "Mean", number: true, cell: (row) => signed(row.description.mean) },
        {
          key: "gap",
          head: "Minus the models",
          number: true,
          cell: (row) => (row.gap ? signed(row.gap.estimate) : (row.reason ?? "–")),
        },
        {
          key: "interval",
          head: "Interval",
          number: true,
          cell: (row) => range(row.gap?.interval),
        },
        { key: "p", head: "p", number: true, cell: (row) => pValue(row.gap?.p) },
        {
          key: "above",
          head: "Participants who put it above",
          number: true,
          cell: (row) => `${row.above} of ${row.participants}`,
        },
      ]}
    />
  );
}
