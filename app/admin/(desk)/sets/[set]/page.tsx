import Link from "next/link";
import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { setPage } from "@/app/_server/set-page";
import { decimals } from "@/app/admin/_desk/decimals";
import { ListFilters, ListPager } from "@/app/admin/_desk/list-tools";
import { Moment } from "@/app/admin/_desk/moment";
import { Badge, Empty, Notice, PageHead, Panel } from "@/app/admin/_desk/parts";
import { SET_TONES } from "@/app/admin/_desk/words";
import { ClipGrid, type GridClip } from "@/app/admin/(desk)/sets/[set]/clip-grid";
import { SetActs } from "@/app/admin/(desk)/sets/[set]/set-acts";
import { ConditionComparison, SetProvenance } from "@/app/admin/(desk)/sets/[set]/set-tables";
import {
  CLIP_SORTS,
  parentCounterparts,
  type SetClip,
  type SetDetail,
  setClips,
  setDetail,
} from "@/lib/services/set/set-detail";
import { STIMULUS_ROLES } from "@/lib/stimuli/manifest";

const SIZE = 60;

interface Props {
  params: Promise<{ set: string }>;
  searchParams: SearchParams;
}

/** A stimulus set: every clip by model with player and piano roll, then how it was made. */
export default async function SetPage({ params, searchParams }: Props) {
  const { set, staff } = await setPage((await params).set);
  const path = `/admin/sets/${set.id}`;
  const query = await listQuery(searchParams, CLIP_SORTS, { filters: ["condition", "role"] });
  // The address carries what the desk may know: the label, not the model's name.
  const condition =
    Object.keys(set.labels).find((id) => set.labels[id] === query.filters.condition) ?? "";
  const filters = { ...query.filters, condition };
  const { rows, total } = await setClips(set.id, { ...query, filters, size: SIZE });
  const parent = set.parentId ? await setDetail(set.parentId) : null;
  return (
    <>
      <PageHead
        title={set.name}
        lead={
          <>
            <Badge tone={SET_TONES[set.status]}>{set.status}</Badge>{" "}
            {set.blind ? <Badge tone="accent">blind</Badge> : null} preset {set.preset} · made{" "}
            <Moment at={set.createdAt} />
          </>
        }
      >
        {staff.role === "admin" ? <SetActs set={set} /> : null}
      </PageHead>
      <UsedBy set={set} />
      {parent && (set.blind || parent.blind) ? (
        <Notice>
          It can be heard against <Link href={`/admin/sets/${parent.id}`}>{parent.name}</Link> once
          the studies with them are unblinded.
        </Notice>
      ) : null}
      <ListFilters
        path={path}
        query={query}
        placeholder="Item or id"
        sorts={[
          ["item", "item"],
          ["notesPerBar", "notes per bar"],
          ["originality", "longest run in the corpus"],
          ["loudness", "loudness"],
        ]}
        filters={[
          {
            name: "condition",
            label: "Model",
            options: Object.values(set.labels).map((label) => [label, label] as const),
          },
          {
            name: "role",
            label: "Role",
            options: STIMULUS_ROLES.map((role) => [role, role] as const),
          },
        ]}
      />
      {rows.length === 0 ? (
        <Panel>
          <Empty title="No clip fits this search">
            Clear the search field and the filters to see all of them.
          </Empty>
        </Panel>
      ) : (
        <ClipGrid
          labels={Object.values(set.labels)}
          clips={rows.map((clip) => gridClip(clip, set))}
          parents={parent ? await parentClips(set, parent, rows) : {}}
        />
      )}
      <ListPager path={path} query={query} size={SIZE} total={total} />
      <ConditionComparison set={set} />
      <SetProvenance set={set} />
    </>
  );
}

function UsedBy({ set }: { set: SetDetail }) {
  if (set.studies.length === 0) return null;
  return (
    <Notice>
      Used by{" "}
      {set.studies.map((study, index) => (
        <span key={study.slug}>
          {index > 0 ? ", " : ""}
          <Link href={`/admin/studies/${study.slug}`}>{study.name}</Link> ({study.status})
        </span>
      ))}
      .
    </Notice>
  );
}

/** The parent set's clips that these are heard against, where the desk may know both. */
async function parentClips(
  set: SetDetail,
  parent: SetDetail,
  rows: readonly SetClip[],
): Promise<Record<string, GridClip>> {
  if (set.blind || parent.blind) return {};
  const pairs = await parentCounterparts(set.id, parent.id);
  return Object.fromEntries(
    rows.flatMap(({ id }) => {
      const clip = pairs.get(id);
      if (!clip) return [];
      const shown = gridClip(clip, parent);
      return [[id, { ...shown, label: `${shown.label} of ${parent.name}` }]];
    }),
  );
}

function gridClip(clip: SetClip, set: SetDetail): GridClip {
  const original =
    clip.originality.status === "computed"
      ? `longest run in the corpus: ${clip.originality.longestRun} events`
      : "";
  return {
    setId: set.id,
    id: clip.id,
    label: set.labels[clip.condition] ?? clip.condition,
    item: clip.item,
    role: clip.role,
    hasRoll: clip.files.includes("mid"),
    facts: [
      `${decimals(clip.durationMs / 1000, 1)} s`,
      ...(clip.loudness === null ? [] : [`${decimals(clip.loudness, 1)} LUFS`]),
      ...(original ? [original] : []),
    ],
  };
}
