import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { requireStaff } from "@/app/_server/staff";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { ListFilters, ListPager } from "@/app/admin/_desk/list-tools";
import { Moment } from "@/app/admin/_desk/moment";
import { Empty, Facts, Notice, PageHead, Panel, Table } from "@/app/admin/_desk/parts";
import { factsOf } from "@/app/admin/_desk/stored-facts";
import { AUDIT_SORTS, auditLog, checkAuditLog } from "@/lib/services/act/list-acts";

export const metadata = { title: "Audit log" };

const SIZE = 50;
const PATH = "/admin/log";

/** Every act of staff, chained, so that a changed or missing entry shows. */
export default async function LogPage({ searchParams }: { searchParams: SearchParams }) {
  await requireStaff();
  const query = await listQuery(searchParams, AUDIT_SORTS, { descending: true });
  const [{ rows, total }, chain] = await Promise.all([
    auditLog({ ...query, size: SIZE }),
    checkAuditLog(),
  ]);
  return (
    <>
      <PageHead
        title="Audit log"
        lead="Who did what, to what, when, and how it stood before and after."
      />
      {chain.fault ? (
        <Notice tone="bad">
          The chain breaks at entry {chain.fault.number}: {chain.fault.fault}.
        </Notice>
      ) : (
        <Notice>
          The chain of {chain.checked} entries was recomputed just now and is unbroken.
        </Notice>
      )}
      <ListFilters path={PATH} query={query} placeholder="Person, act or object" />
      <Panel>
        {rows.length === 0 ? (
          <Empty title={query.search ? "No entry fits this search" : "Nothing was done yet"} />
        ) : (
          <Table
            caption="Audit log"
            rows={rows}
            rowKey={(row) => String(row.number)}
            columns={[
              { key: "number", head: "No.", number: true, cell: (row) => row.number },
              { key: "when", head: "When", cell: (row) => <Moment at={row.occurredAt} seconds /> },
              { key: "who", head: "Who", cell: (row) => row.actorName },
              { key: "act", head: "Act", cell: (row) => row.act },
              {
                key: "object",
                head: "On",
                cell: (row) => (
                  <>
                    {row.objectKind} <span className={tableStyles.mono}>{row.objectId}</span>
                  </>
                ),
              },
              { key: "before", head: "Before", cell: (row) => <Value value={row.before} /> },
              { key: "after", head: "After", cell: (row) => <Value value={row.after} /> },
              {
                key: "hash",
                head: "Hash",
                cell: (row) => <span className={tableStyles.mono}>{row.hash.slice(0, 8)}</span>,
              },
            ]}
          />
        )}
        <ListPager path={PATH} query={query} size={SIZE} total={total} />
      </Panel>
    </>
  );
}

/** What was stored, in short; the rest unfolds. */
function Value({ value }: { value: unknown }) {
  const rows = factsOf(value);
  const lines = rows.map(([name, words]) => `${name}: ${words}`);
  if (rows.length <= 2 && lines.join("").length <= 80) {
    return lines.map((line) => <div key={line}>{line}</div>);
  }
  return (
    <details>
      <summary>{lines.join("; ").slice(0, 60)}…</summary>
      <Facts rows={rows} />
    </details>
  );
}
