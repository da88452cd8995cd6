import Link from "next/link";
import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { requireStaff } from "@/app/_server/staff";
import { ListFilters, ListPager } from "@/app/admin/_desk/list-tools";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, PageHead, Panel, ShareDone, Table } from "@/app/admin/_desk/parts";
import { JOB_TONES, jobTitle } from "@/app/admin/_desk/words";
import { JOB_SORTS, jobList } from "@/lib/services/job/list-jobs";
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
                cell: (row) => <Link href={`${PATH}/${row.id}`}>{jobTitle(row)}</Link>,
              },
              {
                key: "status",
                head: "State",
                cell: (row) => <Badge tone={JOB_TONES[row.status]}>{row.status}</Badge>,
              },
              {
                key: "progress",
                head: "Done",
                cell: (row) => <ShareDone done={row.progress} />,
              },
              { key: "message", head: "Step", cell: (row) => row.message },
              { key: "who", head: "Asked for by", cell: (row) => row.who ?? "–" },
              { key: "created", head: "Since", cell: (row) => <Moment at={row.createdAt} /> },
            ]}
          />
        )}
        <ListPager path={PATH} query={query} size={SIZE} total={total} />
      </Panel>
      <Live every={3000} />
    </>
  );
}
