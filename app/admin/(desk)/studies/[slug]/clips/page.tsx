import Link from "next/link";
import { redirect } from "next/navigation";
import { Button } from "@/app/_components/button";
import { resultsRequest } from "@/app/_server/results-request";
import { studyPage } from "@/app/_server/study-page";
import { ClipScore, ClipSound } from "@/app/admin/_desk/clip-parts";
import { decimals } from "@/app/admin/_desk/decimals";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { SelectField } from "@/app/admin/_desk/fields";
import { Empty, Notice, PageHead, Panel, Table } from "@/app/admin/_desk/parts";
import { type BreakdownRow, scoreByStimulus } from "@/lib/services/result/breakdown";
import { lookState } from "@/lib/services/result/study-looks";
import { EVERY_CLIP, type SetClip, setClips } from "@/lib/services/set/set-detail";
import type { LabelledCondition, StudyFacts } from "@/lib/services/study/study-facts";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What a mark of the figure stands for: the condition's clips with sound, score and ratings. */
export default async function MarkPage({ params, searchParams }: Props) {
  const { facts, staff } = await studyPage((await params).slug);
  const look = await lookState(facts, staff.id);
  const asked = await searchParams;
  const condition =
    facts.conditions.find(({ label }) => label === asked.condition) ?? facts.conditions[0];
  if (!facts.launchedAt || !look.open || !condition) redirect(`/admin/studies/${facts.slug}`);
  const dimensions = facts.configuration.dimensions.map(({ id }) => id);
  const dimension = dimensions.find((id) => id === asked.dimension) ?? dimensions[0]!;
  const { selection } = resultsRequest(asked, look.stamps);
  const [rows, clips] = await Promise.all([
    scoreByStimulus(facts.id, selection),
    setClips(facts.setId, { ...EVERY_CLIP, filters: { condition: condition.id, role: "main" } }),
  ]);
  const own = rows.filter((row) => row.condition === condition.id);
  const rated = byMean(clips.rows, own, dimension);
  return (
    <>
      <p className={fieldStyles.back}>
        <Link href={`/admin/studies/${facts.slug}`}>All results</Link>
      </p>
      {look.stamps.map((stamp) => (
        <Notice tone="warn" key={stamp}>
          {stamp}
        </Notice>
      ))}
      <PageHead
        heading="h2"
        title={`${condition.label}: clips by their mean of ${dimension}`}
        lead="The highest first. Means and standard deviations (SD) are points of the scale, n counts ratings."
      />
      <form className={fieldStyles.filters}>
        <SelectField
          id="condition"
          label="Condition"
          defaultValue={condition.label}
          options={facts.conditions.map(({ label }) => label)}
        />
        <SelectField id="dimension" label="By" defaultValue={dimension} options={dimensions} />
        <input type="hidden" name="selection" value={selection} />
        <Button type="submit" look="secondary" className={frameStyles.small ?? ""}>
          Show
        </Button>
      </form>
      {rated.length === 0 ? (
        <Panel>
          <Empty title="No ratings yet">
            Clips appear here as soon as a session that rated them is complete.
          </Empty>
        </Panel>
      ) : null}
      <div className={frameStyles.pairs}>
        {rated.map((clip) => (
          <RatedClip key={clip.id} facts={facts} condition={condition} clip={clip} rows={own} />
        ))}
      </div>
    </>
  );
}

/** Clips that were rated, the best first. */
function byMean(clips: readonly SetClip[], rows: readonly BreakdownRow[], dimension: string) {
  const means = new Map(
    rows.filter((row) => row.dimension === dimension).map(({ key, mean }) => [key, mean]),
  );
  return clips
    .filter(({ id }) => means.has(id))
    .sort((a, b) => means.get(b.id)! - means.get(a.id)! || a.item.localeCompare(b.item));
}

function RatedClip(props: {
  facts: StudyFacts;
  condition: LabelledCondition;
  clip: SetClip;
  rows: readonly BreakdownRow[];
}) {
  const { facts, condition, clip, rows } = props;
  const name = `${condition.label}, item ${clip.item}`;
  const shown = { setId: facts.setId, id: clip.id, name, files: clip.files };
  return (
    <section className={frameStyles.panel} aria-label={name}>
      <h3>
        <Link href={`/admin/sets/${facts.setId}/${clip.id}`}>{name}</Link>
      </h3>
      <ClipSound clip={shown} />
      <ClipScore clip={shown} />
      <Table
        caption={`Ratings of ${name}`}
        rows={rows.filter(({ key }) => key === clip.id)}
        rowKey={(row) => row.dimension}
        columns={[
          { key: "dimension", head: "Dimension", cell: (row) => row.dimension },
          { key: "n", head: "n", number: true, cell: (row) => row.n },
          { key: "mean", head: "Mean", number: true, cell: (row) => decimals(row.mean) },
          { key: "sd", head: "SD", number: true, cell: (row) => decimals(row.sd) },
        ]}
      />
    </section>
  );
}
