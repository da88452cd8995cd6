import { requireAdmin } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { Empty, PageHead, Panel } from "@/app/admin/_desk/parts";
import { stimulusSetList } from "@/lib/services/desk-sets";

export const metadata = { title: "New study" };

interface Props {
  searchParams: Promise<{ set?: string }>;
}

/** A new study over a set, from a preset. */
export default async function NewStudyPage({ searchParams }: Props) {
  await requireAdmin();
  const { set } = await searchParams;
  const request = {
    search: "",
    sort: "created",
    descending: true,
    page: 1,
    size: 200,
    filters: {},
  };
  const { rows } = await stimulusSetList(request);
  return (
    <>
      <PageHead
        title="New study"
        lead="It begins as a draft: texts and settings can be changed until the launch."
      />
      <Panel>
        {rows.length === 0 ? (
          <Empty title="No stimulus sets yet">Generate or upload a set first.</Empty>
        ) : (
          <ActForm action="/api/desk/studies" submit="Make the draft">
            <InputField
              id="name"
              label="Name"
              hint="Shown to staff only."
              required
              maxLength={200}
            />
            <InputField
              id="slug"
              label="Name in the address"
              hint="a–z, 0–9 and hyphens; participants see it: name no model."
              required
              maxLength={60}
              pattern="[a-z0-9](-?[a-z0-9])*"
            />
            <SelectField
              id="set"
              label="Stimulus set"
              defaultValue={set ?? rows[0]?.id}
              options={rows.map((row) => [
                row.id,
                `${row.name} (${row.status}, ${row.stimuli} clips)`,
              ])}
            />
            <SelectField
              id="preset"
              label="Preset"
              defaultValue="anchored"
              options={[
                [
                  "anchored",
                  "anchored: part of the clips each, hidden anchors, repeats, catch trials",
                ],
                ["paper", "paper: everyone rates all clips, nothing else"],
              ]}
            />
            <SelectField
              id="mode"
              label="Kind"
              defaultValue="live"
              options={[
                ["live", "live: real participants"],
                ["test", "test: to try it out; its sessions never count as data"],
                ["simulated", "simulated: for bots"],
              ]}
            />
            <InputField
              id="participants"
              label="Participants wanted"
              type="number"
              min={1}
              max={100000}
              defaultValue={45}
            />
          </ActForm>
        )}
      </Panel>
    </>
  );
}
