import Link from "next/link";
import { notFound } from "next/navigation";
import { studyPage } from "@/app/_server/study-page";
import { ActForm } from "@/app/admin/_desk/act-form";
import { decimals } from "@/app/admin/_desk/decimals";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, type FactRows, Facts, Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { SmallAct } from "@/app/admin/_desk/small-act";
import {
  type SessionDetail,
  type SessionTrial,
  sessionDetail,
} from "@/lib/services/session/session-detail";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { isMissing } from "@/lib/shared/invariant";

interface Props {
  params: Promise<{ slug: string; session: string }>;
}

/** One session: what happened when, every trial with its receipt, and its exclusion. */
export default async function SessionPage({ params }: Props) {
  const { slug, session: id } = await params;
  const { facts, staff } = await studyPage(slug);
  const session = await sessionDetail(facts, id).catch((error) => {
    if (isMissing(error)) return notFound();
    throw error;
  });
  return (
    <>
      <p className={fieldStyles.back}>
        <Link href={`/admin/studies/${slug}/participants`}>All participants</Link>
      </p>
      <Excluded session={session} admin={staff.role === "admin"} />
      <div className={frameStyles.columns}>
        <div>
          <Panel title="Session">
            <About session={session} />
          </Panel>
          {staff.role === "admin" ? <Exclude session={session} /> : null}
        </div>
        <Panel title="Timeline">
          <Timeline session={session} />
        </Panel>
      </div>
      <Panel title="Trials">
        <Trials facts={facts} trials={session.trials} />
      </Panel>
    </>
  );
}

const exclusionOf = ({ exclusions }: SessionDetail) =>
  exclusions.find((one) => one.undoneAt === null);

const actionOf = ({ id }: SessionDetail) => `/api/desk/sessions/${id}/exclusion`;

/** That a session does not count, why, and its undoing. */
function Excluded({ session, admin }: { session: SessionDetail; admin: boolean }) {
  const standing = exclusionOf(session);
  if (!standing) return null;
  return (
    <Notice tone="bad">
      <p>
        <strong>Excluded</strong> by {standing.excludedBy ?? "a rule"} on{" "}
        <Moment at={standing.excludedAt} />: “{standing.reason}”
      </p>
      {admin ? (
        <SmallAct
          action={actionOf(session)}
          method="DELETE"
          submit="Undo the exclusion"
          ask={[
            "Count this session again?",
            "Its ratings enter the results. Whoever replaced it stays too.",
          ]}
        />
      ) : null}
    </Notice>
  );
}

/** Takes a session out of the results. */
function Exclude({ session }: { session: SessionDetail }) {
  if (exclusionOf(session) || session.status === "withdrawn") return null;
  return (
    <Panel title="Exclude this session">
      <ActForm
        action={actionOf(session)}
        submit="Exclude"
        look="danger"
        small
        confirm={{
          title: "Exclude this session?",
          text: "Its ratings leave the results but are kept; its place goes to someone else. You can undo this.",
        }}
      >
        <InputField id="reason" label="Reason" required minLength={3} maxLength={500} />
      </ActForm>
    </Panel>
  );
}

function About({ session }: { session: SessionDetail }) {
  const rows: FactRows = [
    [
      "Session",
      <span key="s" className={tableStyles.mono}>
        {session.id}
      </span>,
    ],
    [
      "Participant",
      <span key="p" className={tableStyles.mono}>
        {session.participant}
      </span>,
    ],
    [
      "State",
      session.status === "complete" ? "complete" : `${session.status}, on page ${session.place}`,
    ],
    ["Slot", session.slot ?? "–"],
    ["Language", session.language],
    ["Group", session.group ?? "–"],
    ["Listens on", session.device ?? "–"],
    ["Machine", session.machine ?? "–"],
    ["Started", <Moment key="a" at={session.startedAt} seconds />],
    ["Last seen", <Moment key="l" at={session.lastSeenAt} seconds />],
    ["Completed", <Moment key="c" at={session.completedAt} seconds />],
    ...session.checks.map((check): FactRows[number] => [
      `${check.kind} check, attempt ${check.attempt}`,
      check.passed ? "passed" : "failed",
    ]),
    ...session.exclusions
      .filter((one) => one.undoneAt)
      .map((one): FactRows[number] => [
        "Exclusion undone",
        <span key={one.id}>
          <Moment at={one.undoneAt} /> by {one.undoneBy}: “{one.reason}”
        </span>,
      ]),
  ];
  return <Facts rows={rows} />;
}

function Timeline({ session }: { session: SessionDetail }) {
  if (session.events.length === 0) return <p>Nothing was recorded.</p>;
  return (
    <Table
      caption="Timeline"
      rows={session.events.map((event, index) => ({ ...event, index }))}
      rowKey={(row) => String(row.index)}
      columns={[
        { key: "at", head: "When", cell: (row) => <Moment at={row.happenedAt} seconds /> },
        { key: "kind", head: "What", cell: (row) => row.kind },
        {
          key: "detail",
          head: "Detail",
          cell: (row) => <span className={tableStyles.mono}>{detailText(row.detail)}</span>,
        },
      ]}
    />
  );
}

function detailText(detail: unknown): string {
  if (detail === null || typeof detail !== "object") return "";
  return Object.entries(detail)
    .map(
      ([key, value]) =>
        `${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    )
    .join(", ");
}

function Trials({ facts, trials }: { facts: StudyFacts; trials: readonly SessionTrial[] }) {
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const seconds = (ms: number | null) => (ms === null ? "–" : decimals(ms / 1000, 1));
  return (
    <Table
      caption="Trials"
      rows={trials}
      rowKey={(row) => row.id}
      columns={[
        { key: "position", head: "No.", number: true, cell: (row) => row.position },
        {
          key: "kind",
          head: "Kind",
          cell: (row) => (row.kind === "main" ? "main" : <Badge>{row.kind}</Badge>),
        },
        {
          key: "condition",
          head: "Condition",
          cell: (row) => labels.get(row.condition) ?? row.condition,
        },
        { key: "item", head: "Item", cell: (row) => row.item },
        ...facts.configuration.dimensions.map((dimension) => ({
          key: dimension.id,
          head: dimension.id,
          number: true,
          cell: (row: SessionTrial) => row.ratings[dimension.id] ?? "–",
        })),
        { key: "plays", head: "Plays", number: true, cell: (row) => row.plays ?? "–" },
        {
          key: "coverage",
          head: "Heard",
          number: true,
          cell: (row) => (row.coverage === null ? "–" : `${Math.round(row.coverage * 100)} %`),
        },
        { key: "hidden", head: "Hidden (s)", number: true, cell: (row) => seconds(row.hiddenMs) },
        { key: "elapsed", head: "Time (s)", number: true, cell: (row) => seconds(row.elapsedMs) },
        {
          key: "late",
          head: "Sending",
          cell: (row) => (row.late ? <Badge tone="warn">sent late</Badge> : null),
        },
        { key: "comment", head: "Comment", cell: (row) => row.skipReason ?? row.comment },
        { key: "rated", head: "Rated", cell: (row) => <Moment at={row.ratedAt} seconds /> },
      ]}
    />
  );
}
