import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { requireAdmin } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { ListFilters, ListPager, SortHead } from "@/app/admin/_desk/list-tools";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, PageHead, Panel, Table } from "@/app/admin/_desk/parts";
import { SmallAct } from "@/app/admin/_desk/small-act";
import {
  PEOPLE_SORTS,
  type Person,
  pendingLinks,
  peopleList,
} from "@/lib/services/staff/list-people";

export const metadata = { title: "People" };

const SIZE = 25;
const PATH = "/admin/people";

/** Who may use the desk. */
export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const staff = await requireAdmin();
  const query = await listQuery(searchParams, PEOPLE_SORTS);
  const [{ rows, total }, links] = await Promise.all([
    peopleList({ ...query, size: SIZE }),
    pendingLinks(),
  ]);
  const sort = (by: string, label: string) => (
    <SortHead path={PATH} query={query} by={by}>
      {label}
    </SortHead>
  );
  return (
    <>
      <PageHead
        title="People"
        lead="Admins do everything; researchers read and export. Accounts are made by invitation only."
      />
      <ListFilters path={PATH} query={query} placeholder="Name or e-mail" />
      <Panel>
        {rows.length === 0 ? (
          <Empty title="Nobody fits this search">Clear the search field to see everyone.</Empty>
        ) : null}
        <Table
          caption="People"
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { key: "name", head: sort("name", "Name"), cell: (row) => row.name },
            { key: "email", head: "E-mail", cell: (row) => row.email },
            {
              key: "role",
              head: sort("role", "Role"),
              cell: (row) => (
                <span className={frameStyles.row}>
                  <Badge tone={row.role === "admin" ? "accent" : "plain"}>{row.role}</Badge>
                  {row.banned ? <Badge tone="bad">no access</Badge> : null}
                </span>
              ),
            },
            { key: "signIns", head: "Sign-ins", number: true, cell: (row) => row.signIns },
            { key: "last", head: "Last sign-in", cell: (row) => <Moment at={row.lastSignInAt} /> },
            {
              key: "created",
              head: sort("created", "Since"),
              cell: (row) => <Moment at={row.createdAt} />,
            },
            {
              key: "acts",
              head: "Acts",
              cell: (row) => <PersonActs person={row} self={row.id === staff.id} />,
            },
          ]}
        />
        <ListPager path={PATH} query={query} size={SIZE} total={total} />
      </Panel>
      <div className={frameStyles.columns}>
        <Panel title="Invite someone">
          <InviteForm />
        </Panel>
        <Panel title="Links that still work">
          {links.length === 0 ? (
            <p className={fieldStyles.hint}>
              None. Invitations and password links stand here until they are used or expire.
            </p>
          ) : (
            <Table
              caption="Links that still work"
              rows={links}
              rowKey={(row) => row.id}
              columns={[
                { key: "email", head: "For", cell: (row) => row.email },
                { key: "kind", head: "What", cell: (row) => `${row.kind} (${row.role})` },
                { key: "until", head: "Until", cell: (row) => <Moment at={row.expiresAt} /> },
              ]}
            />
          )}
        </Panel>
      </div>
    </>
  );
}

function InviteForm() {
  return (
    <ActForm action="/api/desk/people" submit="Make the link">
      <InputField id="name" label="Name" required maxLength={100} />
      <InputField id="email" label="E-mail address" type="email" required maxLength={200} />
      <SelectField
        id="role"
        label="Role"
        defaultValue="researcher"
        options={[
          ["researcher", "Researcher: reads and exports"],
          ["admin", "Admin: does everything"],
        ]}
      />
    </ActForm>
  );
}

function PersonActs({ person, self }: { person: Person; self: boolean }) {
  const action = `/api/desk/people/${person.id}`;
  const act = (
    change: string,
    submit: string,
    text: string,
    look: "secondary" | "danger" = "secondary",
  ) => (
    <SmallAct
      action={action}
      fixed={{ change }}
      submit={submit}
      look={look}
      ask={[`${submit}: ${person.name}?`, text]}
    />
  );
  return (
    <details>
      <summary>Change</summary>
      <div className={frameStyles.row}>
        {person.role === "admin"
          ? act(
              "make-researcher",
              "Make researcher",
              "They may read and export only, and are signed out.",
            )
          : act("make-admin", "Make admin", "They may do everything, also change your role.")}
        {act(
          "reset-password",
          "New password",
          "You get a link for them. Setting the new password ends their sign-ins.",
        )}
        {person.secondFactor && !self
          ? act(
              "drop-second-factor",
              "Drop second factor",
              "For a lost phone: their password alone signs them in until they set a new one up.",
            )
          : null}
        {act("end-sign-ins", "End sign-ins", "They are signed out everywhere.")}
        {person.banned
          ? act("restore-access", "Restore access", "They can sign in again.")
          : self
            ? null
            : act(
                "withdraw-access",
                "Withdraw access",
                "They are signed out and can't sign in until you restore it.",
                "danger",
              )}
      </div>
    </details>
  );
}
