import { requireStaff } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import { decimals } from "@/app/admin/_desk/decimals";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import {
  Badge,
  type FactRows,
  Facts,
  Notice,
  PageHead,
  Panel,
  Table,
} from "@/app/admin/_desk/parts";
import { type SystemStatus, systemStatus } from "@/lib/services/system/system-status";

export const metadata = { title: "Status" };

/** Whether everything runs. */
export default async function StatusPage() {
  const staff = await requireStaff();
  const status = await systemStatus();
  const alive = status.workers.filter((worker) => worker.alive);
  return (
    <>
      <PageHead title="Status" lead="Updates by itself." />
      {alive.length === 0 ? (
        <Notice tone="warn">
          No worker is running: sets can't be generated. <code>npm start</code> starts one; so does{" "}
          <code>npm run worker</code> on any machine with the same database.
        </Notice>
      ) : null}
      {status.disk && status.disk.freeBytes < 2e9 ? (
        <Notice tone="bad">Only {gigabytes(status.disk.freeBytes)} are free on the disk.</Notice>
      ) : null}
      <BackupNotice backup={status.backup} />
      <div className={frameStyles.columns}>
        <Panel title="Database">
          <Facts rows={databaseRows(status)} />
        </Panel>
        <Panel title="Web">
          <Facts rows={webRows(status)} />
        </Panel>
        <Panel title="Content">
          <Facts
            rows={Object.entries(status.counts).map(([name, n]) => [
              name,
              n.toLocaleString("en-GB"),
            ])}
          />
        </Panel>
      </div>
      <Panel title="Workers">
        {status.workers.length === 0 ? (
          <p>None was ever seen.</p>
        ) : (
          <Table
            caption="Workers"
            rows={status.workers}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "id",
                head: "Worker",
                cell: (row) => <span className={tableStyles.mono}>{row.id}</span>,
              },
              { key: "host", head: "Machine", cell: (row) => row.host },
              {
                key: "alive",
                head: "State",
                cell: (row) => (
                  <Badge tone={row.alive ? "good" : "plain"}>
                    {row.alive ? "running" : "gone"}
                  </Badge>
                ),
              },
              { key: "version", head: "Node", cell: (row) => row.version },
              { key: "started", head: "Started", cell: (row) => <Moment at={row.startedAt} /> },
              { key: "seen", head: "Last seen", cell: (row) => <Moment at={row.seenAt} seconds /> },
            ]}
          />
        )}
      </Panel>
      {staff.role === "admin" ? (
        <Panel title="Note a backup">
          <ActForm action="/api/desk/backups" submit="A backup was made" done="Noted.">
            <InputField
              id="place"
              label="Where the copy lies"
              hint="A timer can note it by itself: npx study db backed-up PLACE."
              required
              maxLength={500}
            />
          </ActForm>
        </Panel>
      ) : null}
      <Live every={5000} />
    </>
  );
}

/** After so long without a backup the page warns. */
const BACKUP_DAYS = 7;

function BackupNotice({ backup }: Pick<SystemStatus, "backup">) {
  const days = backup ? (Date.now() - backup.madeAt.getTime()) / 86_400_000 : null;
  if (days !== null && days < BACKUP_DAYS) return null;
  return (
    <Notice tone="warn">
      {days === null
        ? "No backup was ever noted."
        : `The last backup that was noted is ${Math.floor(days)} days old.`}{" "}
      Everything is in the database: copy it as <code>docs/hosting.md</code> says, then note below
      where the copy lies.
    </Notice>
  );
}

function databaseRows({ database, disk, migrations, backup }: SystemStatus): FactRows {
  return [
    ["PostgreSQL", database.version],
    ["Kind", database.embedded ? "embedded" : "DATABASE_URL"],
    ["Answered in", `${decimals(database.answeredMs, 1)} ms`],
    ["Size", megabytes(database.bytes)],
    ["Connections", database.connections],
    ["Migrations done", migrations],
    [
      "Last backup",
      backup ? (
        <>
          <Moment key="backup" at={backup.madeAt} />, {backup.place}
        </>
      ) : (
        "never noted"
      ),
    ],
    [
      "Disk",
      disk ? `${gigabytes(disk.freeBytes)} free of ${gigabytes(disk.totalBytes)}` : "not known",
    ],
  ];
}

/** Each program that came back by itself, with the last reason. */
function restartRows(restarts: NonNullable<SystemStatus["restarts"]>): FactRows {
  const rows = Object.entries(restarts);
  if (rows.length === 0) return [["Started again", "nothing"]];
  return rows.map(([program, { count, reason, at }]) => [
    `Started again: ${program}`,
    <>
      {count} ×, last <Moment at={new Date(at)} seconds /> ({reason})
    </>,
  ]);
}

function webRows({ web, node, jobs, restarts }: SystemStatus): FactRows {
  return [
    ["Node", node],
    ["Memory", megabytes(web.memoryBytes)],
    ["Started", <Moment key="started" at={web.startedAt} />],
    ["Jobs", `${jobs.queued} queued, ${jobs.running} running, ${jobs.failed} failed`],
    ...(restarts ? restartRows(restarts) : []),
  ];
}

const megabytes = (bytes: number) => `${decimals(bytes / 1e6, 0)} MB`;
const gigabytes = (bytes: number) => `${decimals(bytes / 1e9, 1)} GB`;
