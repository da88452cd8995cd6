import Link from "next/link";
import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { studyPage } from "@/app/_server/study-page";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { ListFilters, ListPager, SortHead } from "@/app/admin/_desk/list-tools";
import { Live } from "@/app/admin/_desk/live";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, Panel, Table } from "@/app/admin/_desk/parts";
import { SESSION_TONES } from "@/app/admin/_desk/words";
import { NextRecruit } from "@/app/admin/(desk)/studies/[slug]/next-recruit";
import { SESSION_SORTS, studySessions } from "@/lib/services/session/list-sessions";
import { SESSION_STATUSES } from "@/lib/study/terms";

const SIZE = 50;

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: SearchParams;
}

/** The sessions of a study. */
export default async function ParticipantsPage({ params, searchParams }: Props) {
  const { facts, staff } = await studyPage((await params).slug);
  const path = `/admin/studies/${facts.slug}/participants`;
  const query = await listQuery(searchParams, SESSION_SORTS, {
    filters: ["status"],
    descending: true,
  });
  const { rows, total } = await studySessions(facts, { ...query, size: SIZE });
  const sort = (by: string, label: string) => (
    <SortHead path={path} query={query} by={by}>
      {label}
    </SortHead>
  );
  const states = [...SESSION_STATUSES, "excluded"].map((s) => [s, s] as const);
  const searching = query.search !== "" || query.filters.status !== "";
  return (
    <>
      <ListFilters
        path={path}
        query={query}
        placeholder="Id or reason"
        filters={[{ name: "status", label: "State", options: states }]}
      />
      <Panel>
        {rows.length === 0 ? (
          <Empty title={searching ? "No session fits this search" : "Nobody has started yet"}>
            {searching ? (
              "Clear the search field to see all of them."
            ) : (
              <NextRecruit facts={facts} admin={staff.role === "admin"} />
            )}
          </Empty>
        ) : (
          <Table
            caption="Sessions"
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "id",
                head: "Session",
                cell: (row) => (
                  <Link className={tableStyles.mono} href={`${path}/${row.id}`}>
                    {row.id}
                  </Link>
                ),
              },
              {
                key: "status",
                head: sort("status", "State"),
                cell: (row) => (
                  <span className={frameStyles.row}>
                    <Badge tone={SESSION_TONES[row.status]}>{row.status}</Badge>
                    {row.exclusionReason ? <Badge tone="bad">excluded</Badge> : null}
                  </span>
                ),
              },
              { key: "place", head: "Page", cell: (row) => row.place },
              { key: "rated", head: "Trials rated", number: true, cell: (row) => row.rated },
              { key: "language", head: "Language", cell: (row) => row.language },
              { key: "device", head: "Listens on", cell: (row) => row.device ?? "–" },
              {
                key: "started",
                head: sort("started", "Started"),
                cell: (row) => <Moment at={row.startedAt} />,
              },
              {
                key: "seen",
                head: sort("seen", "Last seen"),
                cell: (row) => <Moment at={row.lastSeenAt} seconds />,
              },
              { key: "reason", head: "Excluded because", cell: (row) => row.exclusionReason ?? "" },
            ]}
          />
        )}
        <ListPager path={path} query={query} size={SIZE} total={total} />
      </Panel>
      <Live every={5000} />
    </>
  );
}
