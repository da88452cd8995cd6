import Link from "next/link";
import { ButtonLink } from "@/app/_components/button";
import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { requireStaff } from "@/app/_server/staff";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { ListFilters, ListPager, SortHead } from "@/app/admin/_desk/list-tools";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, Meter, PageHead, Panel, Table } from "@/app/admin/_desk/parts";
import { MODE_WORDS, STUDY_TONES } from "@/app/admin/_desk/words";
import { STUDY_SORTS, type StudyLine, studyOverview } from "@/lib/services/study/study-overview";
import { STUDY_STATUSES } from "@/lib/study/terms";

export const metadata = { title: "Studies" };

const SIZE = 25;

/** All studies with state, completed of target, and last activity. */
export default async function Overview({ searchParams }: { searchParams: SearchParams }) {
  const staff = await requireStaff();
  const query = await listQuery(searchParams, STUDY_SORTS, {
    filters: ["status"],
    descending: true,
  });
  const { rows, total } = await studyOverview({ ...query, size: SIZE });
  const searching = query.search !== "" || query.filters.status !== "";
  const sort = (by: string, label: string) => (
    <SortHead path="/admin" query={query} by={by}>
      {label}
    </SortHead>
  );
  return (
    <>
      <PageHead title="Studies">
        {staff.role === "admin" ? (
          <ButtonLink href="/admin/studies/new" className={frameStyles.small ?? ""}>
            New study
          </ButtonLink>
        ) : null}
      </PageHead>
      <ListFilters
        path="/admin"
        query={query}
        placeholder="Name or set"
        filters={[
          { name: "status", label: "State", options: STUDY_STATUSES.map((s) => [s, s] as const) },
        ]}
      />
      <Panel>
        {rows.length === 0 ? (
          <NoStudies searching={searching} />
        ) : (
          <Table<StudyLine>
            caption="Studies"
            rows={rows}
            rowKey={(row) => row.slug}
            columns={[
              {
                key: "name",
                head: sort("name", "Study"),
                cell: (row) => <StudyName study={row} />,
              },
              { key: "state", head: "State", cell: (row) => <StudyState study={row} /> },
              {
                key: "completed",
                head: sort("completed", "Completed"),
                cell: (row) => <Meter done={row.completed} total={row.target} />,
              },
              { key: "active", head: "In progress", number: true, cell: (row) => row.active },
              {
                key: "activity",
                head: sort("activity", "Last activity"),
                cell: (row) => <Moment at={row.lastActivityAt} />,
              },
              {
                key: "set",
                head: "Stimulus set",
                cell: (row) => <Link href={`/admin/sets/${row.setId}`}>{row.setName}</Link>,
              },
              {
                key: "created",
                head: sort("created", "Created"),
                cell: (row) => <Moment at={row.createdAt} />,
              },
            ]}
          />
        )}
        <ListPager path="/admin" query={query} size={SIZE} total={total} />
      </Panel>
      <Live every={5000} />
    </>
  );
}

function StudyName({ study }: { study: StudyLine }) {
  return (
    <>
      <Link href={`/admin/studies/${study.slug}`}>{study.name}</Link>
      <div className={fieldStyles.hint}>{study.slug}</div>
    </>
  );
}

function StudyState({ study }: { study: StudyLine }) {
  const mode = MODE_WORDS[study.mode];
  return (
    <span className={frameStyles.row}>
      <Badge tone={STUDY_TONES[study.status]}>{study.status}</Badge>
      {mode ? <Badge tone="warn">{mode}</Badge> : null}
    </span>
  );
}

function NoStudies({ searching }: { searching: boolean }) {
  if (searching)
    return (
      <Empty title="No study fits this search">Clear the search field to see all of them.</Empty>
    );
  return (
    <Empty title="No studies yet">
      A study presents a published stimulus set. <Link href="/admin/sets">Look at the sets</Link>{" "}
      first, then make a new study.
    </Empty>
  );
}
