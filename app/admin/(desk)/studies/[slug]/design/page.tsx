import { studyPage } from "@/app/_server/study-page";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Badge, Empty, Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { auditStudy, type StudyAudit } from "@/lib/services/study/audit-study";
import type { StudyFacts } from "@/lib/services/study/study-facts";

/** The design recomputed from the data: orders, balance, distances, one row per rating. */
export default async function DesignPage({ params }: { params: Promise<{ slug: string }> }) {
  const { facts } = await studyPage((await params).slug);
  if (!facts.launchedAt) {
    return (
      <Panel>
        <Empty title="Nothing to audit yet">
          The audit compares the data with the design after the launch.
        </Empty>
      </Panel>
    );
  }
  const audit = await auditStudy(facts.slug);
  return (
    <>
      <Notice tone={audit.ok ? "plain" : "bad"}>
        {audit.ok
          ? "Every rule of the design holds. All of this was recomputed from the data just now."
          : "Some rule of the design does not hold: see the lines marked below."}{" "}
        <a href={`/api/desk/studies/${facts.slug}/audit`} download>
          Download the audit
        </a>
      </Notice>
      <div className={frameStyles.columns}>
        <Panel title="Rules">
          <Rules audit={audit} />
        </Panel>
        <Panel title="Model trials by fifth of the session">
          <p className={frameStyles.lead}>
            How many trials of each model came in each fifth: even where no model is heard earlier
            than another.
          </p>
          <Places audit={audit} facts={facts} />
        </Panel>
      </div>
    </>
  );
}

function Rules({ audit }: { audit: StudyAudit }) {
  const { orders, neighbours, items, repeats, exposure, ratings } = audit;
  const found = (smallest: number | null, asked: string) =>
    smallest === null ? "none heard" : `smallest ${smallest} trials, ${asked}`;
  const gaps = exposure.counted.map((one) => one.gap);
  const rules: [string, string, boolean][] = [
    [
      "Orders follow from the seed",
      `${orders.checked} checked, ${orders.different.length} different`,
      orders.different.length === 0,
    ],
    [
      "No model follows itself too often",
      `${neighbours.forbidden} places with a run over ${neighbours.allowedRun}`,
      neighbours.forbidden === 0,
    ],
    [
      "Distance of one item's stimuli",
      found(items.smallestDistance, `more than ${items.asked} asked`),
      true,
    ],
    [
      "Distance of repeats",
      found(repeats.smallestDistance, `at least ${repeats.asked} asked`),
      (repeats.smallestDistance ?? repeats.asked) >= repeats.asked,
    ],
    [
      "Exposure gap, counted sessions",
      gaps.length > 0 ? `largest ${Math.max(...gaps)}` : "–",
      !exposure.full || exposure.returnedWaiting > 0 || Math.max(0, ...gaps) <= 1,
    ],
    [
      "Exposure gap at every moment",
      `${exposure.violations} of ${exposure.moments} moments too large`,
      exposure.violations === 0,
    ],
    ["Returned slots waiting", String(exposure.returnedWaiting), true],
    ["Ratings stored twice", String(ratings.doubled), ratings.doubled === 0],
    ["Rated trials that lack a dimension", String(ratings.incomplete), ratings.incomplete === 0],
    ["Complete sessions with an open trial", String(ratings.unfinished), ratings.unfinished === 0],
    ["Trials passed over", String(ratings.skipped), true],
  ];
  return (
    <Table
      caption="Rules of the design"
      rows={rules}
      rowKey={([name]) => name}
      columns={[
        { key: "rule", head: "Rule", cell: ([name]) => name },
        { key: "found", head: "Found", cell: ([, found]) => found },
        {
          key: "holds",
          head: "Holds",
          cell: ([, , holds]) => (
            <Badge tone={holds ? "good" : "bad"}>{holds ? "yes" : "no"}</Badge>
          ),
        },
      ]}
    />
  );
}

function Places({ audit, facts }: { audit: StudyAudit; facts: StudyFacts }) {
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  if (audit.places.length === 0) return <Empty title="No complete session yet" />;
  const named = audit.places
    .map((place) => ({ ...place, label: labels.get(place.condition) ?? place.condition }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Table
      caption="Model trials by fifth of the session"
      rows={named}
      rowKey={(row) => row.label}
      columns={[
        { key: "condition", head: "Model", cell: (row) => row.label },
        ...named[0]!.counts.map((_, index) => ({
          key: `fifth ${index}`,
          head: `${index + 1}`,
          number: true,
          cell: (row: (typeof named)[number]) => row.counts[index],
        })),
      ]}
    />
  );
}
