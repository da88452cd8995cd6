import Link from "next/link";
import { redirect } from "next/navigation";
import { resultsRequest } from "@/app/_server/results-request";
import { studyPage } from "@/app/_server/study-page";
import styles from "@/app/admin/_desk/desk-styles";
import { decimals, Empty, Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { type BreakdownRow, scoreBreakdown } from "@/lib/services/desk-breakdown";
import { EVERY_CLIP, type SetClip, setClips } from "@/lib/services/desk-set";
import type { LabelledCondition, StudyFacts } from "@/lib/services/desk-study-facts";
import { lookState } from "@/lib/services/study-looks";

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
    scoreBreakdown(facts.id, selection, "stimulus"),
    setClips(facts.setId, { ...EVERY_CLIP, filters: { condition: condition.id, role: "main" } }),
  ]);
  const own = rows.filter((row) => row.condition === condition.id);
  const rated = byMean(clips.rows, own, dimension);
  return (
    <>
      <p className={styles.back}>
        <Link href={`/admin/studies/${facts.slug}`}>All results</Link>
      </p>
      {look.stamps.map((stamp) => (
        <Notice tone="warn" key={stamp}>
          {stamp}
        </Notice>
      ))}
      <h2>
        {condition.label}: clips by their mean of {dimension}
      </h2>
      {rated.length === 0 ? (
        <Panel>
          <Empty title="No ratings yet">
            Clips appear here as soon as a session that rated them is complete.
          </Empty>
        </Panel>
      ) : null}
      <div className={styles.columns}>
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
  const file = (kind: string) => `/api/desk/sets/${facts.setId}/stimuli/${clip.id}/${kind}`;
  const name = `${condition.label}, item ${clip.item}`;
  return (
    <section className={styles.panel} aria-label={name}>
      <h3>
        <Link href={`/admin/sets/${facts.setId}/${clip.id}`}>{name}</Link>
      </h3>
      {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
      <audio
        controls
        preload="none"
        src={file("mp3")}
        style={{ inlineSize: "100%" }}
        aria-label={name}
      />
      {clip.files.includes("svg") ? (
        // biome-ignore lint/performance/noImgElement: an engraved score from our own server
        <img
          src={file("svg")}
          alt={`Score of ${name}`}
          loading="lazy"
          style={{ maxInlineSize: "100%", background: "#fff" }}
        />
      ) : null}
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
