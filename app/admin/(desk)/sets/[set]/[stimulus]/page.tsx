import Link from "next/link";
import { notFound } from "next/navigation";
import { setPage } from "@/app/_server/set-page";
import { ClipScore, ClipSound, clipFile } from "@/app/admin/_desk/clip-parts";
import { decimals } from "@/app/admin/_desk/decimals";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { measureName } from "@/app/admin/_desk/measure-words";
import { type FactRows, Facts, PageHead, Panel } from "@/app/admin/_desk/parts";
import { setClip } from "@/lib/services/set/set-detail";
import { isMissing } from "@/lib/shared/invariant";

/** One clip: sound, score, piano roll, and everything known about it. */
export default async function StimulusPage({
  params,
}: {
  params: Promise<{ set: string; stimulus: string }>;
}) {
  const { set: setId, stimulus } = await params;
  const { set } = await setPage(setId);
  const clip = await setClip(setId, stimulus).catch((error) => {
    if (isMissing(error)) return notFound();
    throw error;
  });
  const label = set.labels[clip.condition] ?? clip.condition;
  const name = `${label}, item ${clip.item}`;
  const shown = { setId, id: clip.id, name, files: clip.files };
  const facts: FactRows = [
    [
      "Id",
      <span key="id" className={tableStyles.mono}>
        {clip.id}
      </span>,
    ],
    ["Length", `${decimals(clip.durationMs / 1000, 2)} s`],
    ["Loudness", clip.loudness === null ? "–" : `${decimals(clip.loudness, 2)} LUFS`],
    ["True peak", clip.truePeak === null ? "–" : `${decimals(clip.truePeak, 2)} dBTP`],
    ["Repairs by the decoder", clip.repairs],
    ...originalityRows(clip.originality),
    ...Object.entries(clip.description).map(([name, value]): FactRows[number] => [
      measureName(name),
      Number.isInteger(value) ? String(value) : decimals(value, 2),
    ]),
    ...(set.blind
      ? []
      : Object.entries(clip.factors).map(([name, value]): FactRows[number] => [
          name,
          String(value ?? "–"),
        ])),
  ];
  return (
    <>
      <PageHead
        title={name}
        lead={
          <>
            {clip.role} clip of <Link href={`/admin/sets/${setId}`}>{set.name}</Link>
          </>
        }
      />
      <Panel>
        <ClipSound clip={shown} />
        <p className={frameStyles.row}>
          Files:{" "}
          {clip.files.map((kind) => (
            <a key={kind} href={clipFile(shown, kind)} download={`${clip.id}.${kind}`}>
              {kind.toUpperCase()}
            </a>
          ))}
        </p>
      </Panel>
      {clip.files.includes("svg") ? (
        <Panel title="Score">
          <ClipScore clip={shown} />
        </Panel>
      ) : null}
      <div className={frameStyles.columns}>
        {clip.files.includes("mid") ? (
          <Panel title="Piano roll">
            {/* biome-ignore lint/performance/noImgElement: a drawing from our own server */}
            <img
              src={clipFile(shown, "roll")}
              alt={`Piano roll of ${name}`}
              style={{ inlineSize: "100%", background: "#fff" }}
            />
          </Panel>
        ) : null}
        <Panel title="Facts">
          <Facts rows={facts} />
        </Panel>
      </div>
    </>
  );
}

function originalityRows(
  originality: Awaited<ReturnType<typeof setClip>>["originality"],
): FactRows {
  if (originality.status === "not computed")
    return [["Originality", `not computed: ${originality.reason}`]];
  const share = (value: number) => `${decimals(value * 100, 1)}\u00a0%`;
  return [
    ["Longest run found in the corpus", `${originality.longestRun} events`],
    ["Runs of 16 events found there", share(originality.share16)],
    ["Runs of 32", share(originality.share32)],
    ["Runs of 64", share(originality.share64)],
  ];
}
