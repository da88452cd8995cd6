import Link from "next/link";
import { requireAdmin } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { InputField, SelectField } from "@/app/admin/_desk/fields";
import { Empty, PageHead, Panel } from "@/app/admin/_desk/parts";
import { GALLERY_PRESETS } from "@/lib/services/set/public-gallery";
import { stimulusSetList } from "@/lib/services/set/set-overview";

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
      <div className={frameStyles.columns}>
        <Panel title="The draft">
          {rows.length === 0 ? (
            <Empty title="No stimulus sets yet">
              <Link href="/admin/sets/new">Generate</Link> or{" "}
              <Link href="/admin/sets/upload">upload</Link> a set first.
            </Empty>
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
                defaultValue={set ?? (rows.find(forStudies) ?? rows[0])?.id}
                options={rows.map((row) => [
                  row.id,
                  `${row.name} (${row.status}, ${row.stimuli} clips)`,
                ])}
              />
              <SelectField
                id="preset"
                label="Preset"
                hint="anchored: part of the clips each, with hidden anchors, repeats and catch trials. paper: everyone rates all clips, nothing else."
                defaultValue="anchored"
                options={["anchored", "paper"]}
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
        <Panel title="What comes then">
          <ol className={frameStyles.list}>
            <li>
              Texts and settings: say who runs the study, read every text, look at the preview.
            </li>
            <li>Planner: see how many participants the question needs.</li>
            <li>Test run: walk through the study once as a participant.</li>
            <li>Launch: everything is frozen, and people can start.</li>
            <li>Share: the link, its QR code, and the address for recruitment panels.</li>
          </ol>
        </Panel>
      </div>
    </>
  );
}

/** Sets of the gallery's presets are made by the system and heard in public: no first choice. */
function forStudies({ preset }: { preset: string }): boolean {
  return !GALLERY_PRESETS.some((one) => one === preset);
}
