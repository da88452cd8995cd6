import Link from "next/link";
import { type ListQuery, listQuery, type SearchParams } from "@/app/_server/list-query";
import { studyPage } from "@/app/_server/study-page";
import { decimals } from "@/app/admin/_desk/decimals";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { ListFilters, ListPager, SortHead } from "@/app/admin/_desk/list-tools";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Empty, Meter, Panel, Table } from "@/app/admin/_desk/parts";
import { NextRecruit } from "@/app/admin/(desk)/studies/[slug]/next-recruit";
import { lastIntervalWidth, type MeasuredWidth } from "@/lib/services/result/kept-interval-width";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import {
  EXPOSURE_SORTS,
  type Exposure,
  type ExposurePage,
  type StudyProgress,
  studyExposure,
  studyProgress,
} from "@/lib/services/study/study-progress";
import { stopRuleWords } from "@/lib/study/stop-rule";

/** Stimuli of one page of the table. */
const SIZE = 50;

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: SearchParams;
}

/** How a study is going; the numbers move without a reload. */
export default async function ProgressPage({ params, searchParams }: Props) {
  const { facts, staff } = await studyPage((await params).slug);
  const query = await listQuery(searchParams, EXPOSURE_SORTS);
  const [progress, exposure, width] = await Promise.all([
    studyProgress(facts),
    studyExposure(facts, { ...query, size: SIZE }),
    lastIntervalWidth(facts.id),
  ]);
  return (
    <>
      <Numbers facts={facts} progress={progress} width={width} />
      <div className={frameStyles.columns}>
        <Panel title="Where people are, and where they left">
          <Standing facts={facts} progress={progress} admin={staff.role === "admin"} />
        </Panel>
        <Panel title="Checks and slots">
          <Checks progress={progress} />
        </Panel>
      </div>
      <Panel id="exposure" title="Exposure per stimulus">
        <ExposureTable facts={facts} exposure={exposure} query={query} />
      </Panel>
      <Live every={2500} />
    </>
  );
}

interface NumbersProps {
  facts: StudyFacts;
  progress: StudyProgress;
  width: MeasuredWidth | null;
}

/** The interval's width now and as wanted; where means lie stays hidden. */
function widthNumber({ configuration: { stop } }: StudyFacts, measured: MeasuredWidth | null) {
  if (stop.kind === "quota") return [];
  const now = measured?.width == null ? "–" : decimals(measured.width, 2);
  return [["Interval width now / wanted", `${now} / ${stop.width}`]] as [string, string][];
}

function Numbers({ facts, progress, width }: NumbersProps) {
  const { stop, plan } = facts.configuration;
  const numbers: [string, React.ReactNode][] = [
    ["Completed", `${facts.completed} of ${facts.target}`],
    ...widthNumber(facts, width),
    ["Started", progress.started],
    ["In progress", progress.active],
    ["Here now", progress.present],
    ["Abandoned", progress.abandoned],
    ["Declined or screened out", progress.declined + progress.screenedOut],
    ["Withdrawn", progress.withdrawn],
    ["Excluded", progress.excluded],
    [
      "Median time",
      progress.medianMinutes === null ? "–" : `${decimals(progress.medianMinutes, 1)} min`,
    ],
  ];
  return (
    <>
      <dl className={partStyles.big} aria-live="off">
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={`${fieldStyles.hint} ${fieldStyles.back}`}>
        Stop rule: {stopRuleWords(stop, plan.alpha)}.{" "}
        {facts.stopRuleMetAt ? (
          <>
            Met <Moment at={facts.stopRuleMetAt} />: nobody new can start, results are open.{" "}
          </>
        ) : null}
        Last activity: <Moment at={progress.lastActivityAt} seconds />. Updates by itself.
      </p>
    </>
  );
}

function Standing({
  facts,
  progress,
  admin,
}: {
  facts: StudyFacts;
  progress: StudyProgress;
  admin: boolean;
}) {
  if (progress.standing.length === 0) {
    return (
      <Empty title="Nobody is on the way">
        {progress.started === 0 ? (
          <NextRecruit facts={facts} admin={admin} />
        ) : (
          "Everyone who started has come to the end."
        )}
      </Empty>
    );
  }
  return (
    <Table
      caption="Where people are, and where they left"
      rows={progress.standing}
      rowKey={(row) => row.place}
      columns={[
        { key: "place", head: "Page", cell: (row) => row.place },
        { key: "active", head: "Here now or away", number: true, cell: (row) => row.active },
        { key: "ended", head: "Left here", number: true, cell: (row) => row.ended },
      ]}
    />
  );
}

function Checks({ progress }: { progress: StudyProgress }) {
  const { free, claimed, done, returned } = progress.waitingSlots;
  return (
    <>
      {progress.checks.length === 0 ? <p>No checks taken yet.</p> : null}
      <dl className={partStyles.facts}>
        {progress.checks.map((check) => (
          <div key={check.kind} style={{ display: "contents" }}>
            <dt>{check.kind} check</dt>
            <dd>
              {check.passed} passed, {check.failed} failed
            </dd>
          </div>
        ))}
        <dt>Slots used up</dt>
        <dd>{done}</dd>
        <dt>Slots held</dt>
        <dd>{claimed}</dd>
        <dt>Slots free</dt>
        <dd>
          {free}
          {returned > 0 ? `, ${returned} of them returned (claimed next)` : ""}
        </dd>
      </dl>
    </>
  );
}

interface ExposureProps {
  facts: StudyFacts;
  exposure: ExposurePage;
  query: ListQuery;
}

function ExposureTable({ facts, exposure, query }: ExposureProps) {
  const { rows, total, least, most } = exposure;
  const path = `/admin/studies/${facts.slug}/progress#exposure`;
  if (total === 0 && query.search === "") return <Empty title="This set has no main stimuli" />;
  return (
    <>
      {total > 0 ? (
        <p className={frameStyles.lead}>
          Ratings by completed sessions: {least === most ? most : `from ${least} to ${most}`} a
          stimulus. At the end they differ by at most 1.
        </p>
      ) : null}
      <ListFilters path={path} query={query} placeholder="Stimulus, item or condition" />
      {total === 0 ? (
        <Empty title="No stimulus fits this search" />
      ) : (
        <ExposureRows {...{ facts, rows, most, path, query }} />
      )}
      <ListPager path={path} query={query} size={SIZE} total={total} />
    </>
  );
}

interface RowsProps {
  facts: StudyFacts;
  rows: readonly Exposure[];
  most: number;
  path: string;
  query: ListQuery;
}

function ExposureRows({ facts, rows, most, path, query }: RowsProps) {
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const head = (by: (typeof EXPOSURE_SORTS)[number], words: string) => (
    <SortHead path={path} query={query} by={by}>
      {words}
    </SortHead>
  );
  return (
    <Table
      caption="Exposure per stimulus"
      rows={rows}
      rowKey={(row) => row.stimulus}
      columns={[
        {
          key: "item",
          head: head("item", "Item"),
          cell: (row) => (
            <Link href={`/admin/sets/${facts.setId}/${row.stimulus}`}>{row.item}: listen</Link>
          ),
        },
        {
          key: "condition",
          head: head("condition", "Condition"),
          cell: (row) => labels.get(row.condition) ?? row.condition,
        },
        {
          key: "completed",
          head: head("completed", "By completed sessions"),
          cell: (row) => <Meter done={row.completed} total={most} />,
        },
        {
          key: "rated",
          head: head("rated", "Rated at all"),
          number: true,
          cell: (row) => row.rated,
        },
        {
          key: "skipped",
          head: head("skipped", "Passed over"),
          number: true,
          cell: (row) => row.skipped,
        },
        {
          key: "stimulus",
          head: "Stimulus",
          cell: (row) => <span className={tableStyles.mono}>{row.stimulus}</span>,
        },
      ]}
    />
  );
}
