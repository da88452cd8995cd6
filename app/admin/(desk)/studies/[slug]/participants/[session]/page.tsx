import Link from "next/link";
import { notFound } from "next/navigation";
import { studyPage } from "@/app/_server/study-page";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
import { InputField } from "@/app/admin/_desk/fields";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, decimals, Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { type SessionDetail, type SessionTrial, sessionDetail } from "@/lib/services/desk-session";
import type { StudyFacts } from "@/lib/services/desk-study-facts";
import { InputError } from "@/lib/shared/invariant";

interface Props {
  params: Promise<{ slug: string; session: string }>;
}

/** One session: what happened when, every trial with its receipt, and its exclusion. */
export default async function SessionPage({ params }: Props) {
  const { slug, session: id } = await params;
  const { facts, staff } = await studyPage(slug);
  const session = await sessionDetail(facts, id).catch((error) => {
    if (error instanceof InputError) return notFound();
    throw error;
  });
  return (
    <>
      <p className={styles.back}>
        <Link href={`/admin/studies/${slug}/participants`}>All participants</Link>
      </p>
      <Standing session={session} admin={staff.role === "admin"} />
      <div className={styles.columns}>
        <Panel title="Session">
          <Facts session={session} />
        </Panel>
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

function Standing({ session, admin }: { session: SessionDetail; admin: boolean }) {
  const action = `/api/desk/sessions/${session.id}/exclusion`;
  const standing = session.exclusions.find((one) => one.undoneAt === null);
  if (standing) {
    return (
      <Notice tone="bad">
        <p>
          <strong>Excluded</strong> by {standing.excludedBy ?? "a rule"} on{" "}
          <Moment at={standing.excludedAt} />: “{standing.reason}”
        </p>
        {admin ? (
          <ActForm
            action={action}
            method="DELETE"
            submit="Undo the exclusion"
            look="secondary"
            small
            confirm={{
              title: "Count this session again?",
              text: "Its ratings enter the results. Whoever replaced it stays too.",
            }}
          />
        ) : null}
      </Notice>
    );
  }
  if (!admin || session.status === "withdrawn") return null;
  return (
    <Panel title="Exclude this session">
      <ActForm
        action={action}
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

function Facts({ session }: { session: SessionDetail }) {
  const rows: [string, React.ReactNode][] = [
    [
      "Session",
      <span key="s" className={styles.mono}>
        {session.id}
      </span>,
    ],
    [
      "Participant",
      <span key="p" className={styles.mono}>
        {session.participant}
      </span>,
    ],
    ["State", `${session.status}, at ${session.place}`],
    ["Slot", session.slot ?? "–"],
    ["Language", session.language],
    ["Group", session.group ?? "–"],
    ["Listens on", session.device ?? "–"],
    ["Machine", session.machine ?? "–"],
    ["Started", <Moment key="a" at={session.startedAt} seconds />],
    ["Last seen", <Moment key="l" at={session.lastSeenAt} seconds />],
    ["Completed", <Moment key="c" at={session.completedAt} seconds />],
    ...session.checks.map((check): [string, React.ReactNode] => [
      `${check.kind} check, attempt ${check.attempt}`,
      check.passed ? "passed" : "failed",
    ]),
    ...session.exclusions
      .filter((one) => one.undoneAt)
      .map((one): [string, React.ReactNode] => [
        "Exclusion undone",
        <span key={one.id}>
          <Moment at={one.undoneAt} /> by {one.undoneBy}: “{one.reason}”
        </span>,
      ]),
  ];
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
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
          cell: (row) => <span className={styles.mono}>{detailText(row.detail)}</span>,
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
