import type { SetDetail } from "@/lib/services/set/set-detail";

/** What a set was generated from, as the form begins with it. */
export interface ParentFields {
  id: string;
  name: string;
  preset: string;
  models: string[];
  anchors: string[];
  temperature: number | null;
  tempo: number;
  items: number;
  instrument: string;
  corpus: string;
}

/**
 * The fields that make a set like a given one again.
 * @param clips its clips to rate by condition: anchors that only serve for practice are no anchors
 */
export function parentFields(
  { id, name, preset, details }: Pick<SetDetail, "id" | "name" | "preset" | "details">,
  clips: Readonly<Record<string, number>>,
): ParentFields {
  const rated = details.conditions.filter((one) => (clips[one.id] ?? 0) > 0);
  const ids = (fits: (kind: string) => boolean) =>
    rated.filter(({ kind }) => fits(kind)).map((one) => one.id);
  return {
    id,
    name,
    preset,
    models: ids((kind) => kind === "model"),
    anchors: ids((kind) => kind === "human" || kind === "scrambled"),
    temperature: details.temperature ?? null,
    tempo: details.tempo ?? 120,
    items: Math.max(1, ...Object.values(clips)),
    instrument: details.instrument ?? "piano",
    corpus: !details.corpus || details.corpus === "absent" ? "bach" : details.corpus.id,
  };
}
