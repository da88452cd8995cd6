import { requireAdmin } from "@/app/_server/staff";
import { ActForm } from "@/app/admin/_desk/act-form";
import styles from "@/app/admin/_desk/desk-styles";
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
            <div className={styles.field}>
              <label htmlFor="name">Name</label>
              <span className={styles.hint}>Shown to staff only.</span>
              <input id="name" name="name" className={styles.input} required maxLength={200} />
            </div>
            <div className={styles.field}>
              <label htmlFor="slug">Name in the address</label>
              <span className={styles.hint}>
                a–z, 0–9 and hyphens; participants see it: name no model.
              </span>
              <input
                id="slug"
                name="slug"
                className={styles.input}
                required
                maxLength={60}
                pattern="[a-z0-9](-?[a-z0-9])*"
              />
            </div>
            <div className={styles.field}>
              <label htmlFor="set">Stimulus set</label>
              <select
                id="set"
                name="set"
                className={styles.input}
                defaultValue={set ?? rows[0]?.id}
              >
                {rows.map((row) => (
                  <option key={row.id} value={row.id}>
                    {row.name} ({row.status}, {row.stimuli} clips)
                  </option>
                ))}
              </select>
            </div>
            <div className={styles.field}>
              <label htmlFor="preset">Preset</label>
              <select id="preset" name="preset" className={styles.input} defaultValue="anchored">
                <option value="anchored">
                  anchored: part of the clips each, hidden anchors, repeats, catch trials
                </option>
                <option value="paper">paper: everyone rates all clips, nothing else</option>
              </select>
            </div>
            <div className={styles.field}>
              <label htmlFor="mode">Kind</label>
              <select id="mode" name="mode" className={styles.input} defaultValue="live">
                <option value="live">live: real participants</option>
                <option value="test">test: to try it out; its sessions never count as data</option>
                <option value="simulated">simulated: for bots</option>
              </select>
            </div>
            <div className={styles.field}>
              <label htmlFor="participants">Participants wanted</label>
              <input
                id="participants"
                name="participants"
                type="number"
                min={1}
                max={100000}
                defaultValue={45}
                className={styles.input}
              />
            </div>
          </ActForm>
        )}
      </Panel>
    </>
  );
}
