import Link from "next/link";
import { ButtonLink } from "@/app/_components/button";
import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { requireStaff } from "@/app/_server/staff";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { ListFilters, ListPager, SortHead } from "@/app/admin/_desk/list-tools";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, PageHead, Panel, Table } from "@/app/admin/_desk/parts";
import { SET_TONES } from "@/app/admin/_desk/words";
import { SET_SORTS, stimulusSetList } from "@/lib/services/set/set-overview";
import { SET_STATUSES } from "@/lib/study/terms";

export const metadata = { title: "Stimulus sets" };

const SIZE = 25;
const PATH = "/admin/sets";

/** All stimulus sets. */
export default async function SetsPage({ searchParams }: { searchParams: SearchParams }) {
  const staff = await requireStaff();
  const query = await listQuery(searchParams, SET_SORTS, { filters: ["status"], descending: true });
  const { rows, total } = await stimulusSetList({ ...query, size: SIZE });
  const searching = query.search !== "" || query.filters.status !== "";
  const sort = (by: string, label: string) => (
    <SortHead path={PATH} query={query} by={by}>
      {label}
    </SortHead>
  );
  return (
    <>
      <PageHead
        title="Stimulus sets"
        lead="Drafts can be listened to and compared; a published set never changes again."
      >
        {staff.role === "admin" ? (
          <>
            <ButtonLink href="/admin/sets/new" className={frameStyles.small ?? ""}>
              Generate a set
            </ButtonLink>
            <ButtonLink
              href="/admin/sets/upload"
              look="secondary"
              className={frameStyles.small ?? ""}
            >
              Upload clips
            </ButtonLink>
          </>
        ) : null}
      </PageHead>
      <ListFilters
        path={PATH}
        query={query}
        placeholder="Name, preset or id"
        filters={[
          { name: "status", label: "State", options: SET_STATUSES.map((s) => [s, s] as const) },
        ]}
      />
      <Panel>
        {rows.length === 0 ? (
          <Empty title={searching ? "No set fits this search" : "No stimulus sets yet"}>
            {searching
              ? "Clear the search field to see all of them."
              : "Generate one from the models, or upload your own clips."}
          </Empty>
        ) : (
          <Table
            caption="Stimulus sets"
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "name",
                head: sort("name", "Set"),
                cell: (row) => <Link href={`${PATH}/${row.id}`}>{row.name}</Link>,
              },
              {
                key: "status",
                head: "State",
                cell: (row) => <Badge tone={SET_TONES[row.status]}>{row.status}</Badge>,
              },
              { key: "preset", head: "Preset", cell: (row) => row.preset },
              {
                key: "stimuli",
                head: sort("stimuli", "Clips"),
                number: true,
                cell: (row) => row.stimuli,
              },
              {
                key: "conditions",
                head: "Conditions",
                cell: (row) =>
                  row.blind ? `${row.conditions.length}, blind` : row.conditions.join(", "),
              },
              { key: "studies", head: "Studies", number: true, cell: (row) => row.studies },
              {
                key: "created",
                head: sort("created", "Created"),
                cell: (row) => <Moment at={row.createdAt} />,
              },
            ]}
          />
        )}
        <ListPager path={PATH} query={query} size={SIZE} total={total} />
      </Panel>
    </>
  );
}
