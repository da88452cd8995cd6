import { requireStaff } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField } from "@/app/admin/_desk/fields";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, PageHead, Panel, Table } from "@/app/admin/_desk/parts";
import { SmallAct } from "@/app/admin/_desk/small-act";
import { SecondFactor } from "@/app/admin/(desk)/account/second-factor";
import { ownSignIns } from "@/lib/services/staff/own-account";

export const metadata = { title: "Your account" };

/** One's own password and sign-ins. */
export default async function AccountPage() {
  const staff = await requireStaff();
  const signIns = await ownSignIns(staff.id);
  return (
    <>
      <PageHead title="Your account" lead={`${staff.name}, ${staff.email}, ${staff.role}`} />
      <div className={frameStyles.columns}>
        <Panel title="Password">
          <ActForm
            action="/api/desk/account/password"
            submit="Change the password"
            done="Password changed."
          >
            <InputField
              id="old"
              label="Old password"
              type="password"
              autoComplete="current-password"
              required
            />
            <InputField
              id="new"
              label="New password"
              hint="At least 12 characters. Your other sign-ins end."
              type="password"
              autoComplete="new-password"
              minLength={12}
              required
            />
          </ActForm>
        </Panel>
        <Panel title="Second factor">
          <SecondFactor on={staff.secondFactor} />
        </Panel>
      </div>
      <Panel title="Sign-ins">
        <Table
          caption="Your sign-ins"
          rows={signIns}
          rowKey={(row) => row.id}
          columns={[
            { key: "since", head: "Since", cell: (row) => <Moment at={row.createdAt} /> },
            { key: "until", head: "Until", cell: (row) => <Moment at={row.expiresAt} /> },
            { key: "from", head: "From", cell: (row) => row.ipAddress || "address not known" },
            { key: "browser", head: "Browser", cell: (row) => browserName(row.userAgent) },
            {
              key: "end",
              head: "Acts",
              cell: (row) =>
                row.id === staff.signInId ? (
                  <Badge tone="good">this one</Badge>
                ) : (
                  <SmallAct
                    action={`/api/desk/account/sign-ins/${row.id}`}
                    method="DELETE"
                    submit="End"
                  />
                ),
            },
          ]}
        />
      </Panel>
    </>
  );
}

function browserName(userAgent: string | null): string {
  const found = /(Firefox|Edg|Chrome|Safari)\/[\d]+/.exec(userAgent ?? "");
  return found ? found[0].replace("Edg", "Edge").replace("/", " ") : "–";
}
