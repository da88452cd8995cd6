import Link from "next/link";
import { listAddress, listQuery, type SearchParams } from "@/app/_server/list-query";
import { requireStaff } from "@/app/_server/staff";
import { ListFilters } from "@/app/admin/_desk/list-tools";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, Meter, PageHead, Pager, Panel, Table } from "@/app/admin/_desk/parts";
import { JOB_TONES, jobName } from "@/app/admin/_desk/words";
import { JOB_SORTS, type JobLine, jobList } from "@/lib/services/desk-jobs";
import { JOB_STATUSES } from "@/lib/study/terms";

export const metadata = { title: "Jobs" };

const SIZE = 25;
const PATH = "/admin/jobs";

/** Long work done by the workers. */
export default async function JobsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireStaff();
  const query = await listQuery(searchParams, JOB_SORTS, { filters: ["status"], descending: true });
  const { rows, total } = await jobList({ ...query, size: SIZE });
  return (
    <>
      <PageHead
        title="Jobs"
        lead="Long work, done by worker processes on this machine or others."
      />
      <ListFilters
        path={PATH}
        query={query}
        placeholder="Name or kind"
        filters={[
          { name: "status", label: "State", options: JOB_STATUSES.map((s) => [s, s] as const) },
        ]}
      />
      <Panel>
        {rows.length === 0 ? (
          <Empty title="No jobs">Generating a stimulus set makes one.</Empty>
        ) : (
          <Table
            caption="Jobs"
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "name",
                head: "Job",
                cell: (row) => <Link href={`${PATH}/${row.id}`}>{titleOf(row)}</Link>,
              },
              {
                key: "status",
                head: "State",
                cell: (row) => <Badge tone={JOB_TONES[row.status]}>{row.status}</Badge>,
              },
              {
                key: "progress",
                head: "Done",
                cell: (row) => <Meter done={Math.round(row.progress * 100)} total={100} />,
              },
              { key: "message", head: "At", cell: (row) => row.message },
              { key: "who", head: "Asked for by", cell: (row) => row.who ?? "–" },
              { key: "created", head: "Since", cell: (row) => <Moment at={row.createdAt} /> },
            ]}
          />
        )}
        <Pager
          page={query.page}
          size={SIZE}
          total={total}
          address={(page) => listAddress(PATH, query, { page })}
        />
      </Panel>
      <Live every={3000} />
    </>
  );
}

function titleOf(job: JobLine): string {
  const name = (job.input as { name?: unknown } | null)?.name;
  return typeof name === "string" ? `${jobName(job.kind)}: ${name}` : jobName(job.kind);
}
