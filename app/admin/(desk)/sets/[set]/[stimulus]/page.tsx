import Link from "next/link";
import { notFound } from "next/navigation";
import { setPage } from "@/app/_server/set-page";
import styles from "@/app/admin/_desk/desk-styles";
import { decimals, PageHead, Panel } from "@/app/admin/_desk/parts";
import { setClip } from "@/lib/services/desk-set";
import { InputError } from "@/lib/shared/invariant";

/** One clip: sound, score, piano roll, and everything known about it. */
export default async function StimulusPage({
  params,
}: {
  params: Promise<{ set: string; stimulus: string }>;
}) {
  const { set: setId, stimulus } = await params;
  const { set } = await setPage(setId);
  const clip = await setClip(setId, stimulus).catch((error) => {
    if (error instanceof InputError) return notFound();
    throw error;
  });
  const label = set.labels[clip.condition] ?? clip.condition;
  const file = (kind: string) => `/api/desk/sets/${setId}/stimuli/${clip.id}/${kind}`;
  const facts: [string, React.ReactNode][] = [
    [
      "Id",
      <span key="id" className={styles.mono}>
        {clip.id}
      </span>,
    ],
    ["Length", `${decimals(clip.durationMs / 1000, 2)} s`],
    ["Loudness", clip.loudness === null ? "–" : `${decimals(clip.loudness, 2)} LUFS`],
    ["True peak", clip.truePeak === null ? "–" : `${decimals(clip.truePeak, 2)} dBTP`],
    ["Repairs by the decoder", clip.repairs],
    ...originalityRows(clip.originality),
    ...Object.entries(clip.description).map(([name, value]): [string, React.ReactNode] => [
      name,
      decimals(value, 2),
    ]),
    ...(set.blind
      ? []
      : Object.entries(clip.factors).map(([name, value]): [string, React.ReactNode] => [
          name,
          String(value ?? "–"),
        ])),
  ];
  return (
    <>
      <PageHead
        title={`${label}, item ${clip.item}`}
        lead={
          <>
            {clip.role} clip of <Link href={`/admin/sets/${setId}`}>{set.name}</Link>
          </>
        }
      />
      <Panel>
        {/* biome-ignore lint/a11y/useMediaCaption: music without words */}
        <audio
          controls
          preload="none"
          src={file("mp3")}
          style={{ inlineSize: "100%" }}
          aria-label="Clip"
        />
        <p className={styles.row}>
          {clip.files.map((kind) => (
            <a key={kind} href={file(kind)} download={`${clip.id}.${kind}`}>
              {kind.toUpperCase()}
            </a>
          ))}
        </p>
      </Panel>
      {clip.files.includes("svg") ? (
        <Panel title="Score">
          {/* biome-ignore lint/performance/noImgElement: an engraved score from our own server */}
          <img
            src={file("svg")}
            alt={`Score of ${label}, item ${clip.item}`}
            style={{ maxInlineSize: "100%", background: "#fff" }}
          />
        </Panel>
      ) : null}
      <div className={styles.columns}>
        {clip.files.includes("mid") ? (
          <Panel title="Piano roll">
            {/* biome-ignore lint/performance/noImgElement: a drawing from our own server */}
            <img
              src={file("roll")}
              alt={`Piano roll of ${label}, item ${clip.item}`}
              style={{ inlineSize: "100%", background: "#fff" }}
            />
          </Panel>
        ) : null}
        <Panel title="Facts">
          <dl className={styles.facts}>
            {facts.map(([name, value]) => (
              <div key={name} style={{ display: "contents" }}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      </div>
    </>
  );
}

function originalityRows(
  originality: Awaited<ReturnType<typeof setClip>>["originality"],
): [string, React.ReactNode][] {
  if (originality.status === "not computed")
    return [["Originality", `not computed: ${originality.reason}`]];
  const share = (value: number) => `${decimals(value * 100, 1)} %`;
  return [
    ["Longest run found in the corpus", `${originality.longestRun} events`],
    [
      "Windows found in the corpus",
      `16: ${share(originality.share16)}, 32: ${share(originality.share32)}, 64: ${share(originality.share64)}`,
    ],
  ];
}
